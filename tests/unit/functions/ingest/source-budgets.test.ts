import { RejectedWebhook } from '#shared/errors.ts';
import * as fc from 'fast-check';
import { createSourceBudgets } from '../../../../functions/ingest/source-budgets.ts';
import { fixedClock } from '../../../support/ports.ts';

type Budget = Parameters<ReturnType<typeof createSourceBudgets>['spend']>[1];

function given() {
  const clock = fixedClock('2026-01-01T00:00:00Z');
  const budgets = createSourceBudgets(clock);
  /** Undefined where it was accepted, else the seconds of Retry-After. */
  const post = (budget: Budget, source = 'stripe') => {
    try {
      budgets.spend(source, budget);
      return undefined;
    } catch (error) {
      if (!(error instanceof RejectedWebhook) || error.status !== 429) throw error;
      return Number(error.headers['retry-after']);
    }
  };
  return { clock, post };
}

test.each<[Budget, number, number]>([
  [{ perSecond: 5 }, 5, 1],
  [{ perSecond: 5, burst: 20 }, 20, 1],
  [{ perSecond: 5, burst: 1 }, 1, 1],
  [{ perSecond: 0.1 }, 1, 10],
  [{ perSecond: 0.3, burst: 2 }, 2, 4],
])('of %j a burst of %i is accepted, and the next is told to wait %i s', (budget, burst, seconds) => {
  const { post } = given();
  for (let count = 0; count < burst; count += 1) expect(post(budget)).toBeUndefined();
  expect([post(budget), post(budget)]).toEqual([seconds, seconds]);
});

test('one source uses up nothing of another', () => {
  const { post } = given();
  expect([post({ perSecond: 1 }, 'loud'), post({ perSecond: 1 }, 'loud')]).toEqual([undefined, 1]);
  expect(post({ perSecond: 1 }, 'quiet')).toBeUndefined();
});

test('a budget that is edited counts from the next webhook on', () => {
  const { post } = given();
  expect(post({ perSecond: 1, burst: 100 })).toBeUndefined();
  expect([post({ perSecond: 1, burst: 1 }), post({ perSecond: 1, burst: 1 })]).toEqual([undefined, 1]);
});

test('a clock that was set back by an hour does not stop a source for an hour', () => {
  const { clock, post } = given();
  expect([post({ perSecond: 1 }), post({ perSecond: 1 })]).toEqual([undefined, 1]);
  clock.advance(-3_600_000);
  expect(post({ perSecond: 1 })).toBe(1);
  clock.advance(1000);
  expect(post({ perSecond: 1 })).toBeUndefined();
});

const budgets = fc.record(
  {
    perSecond: fc.double({ min: 0.01, max: 10_000, noNaN: true }),
    burst: fc.double({ min: 1, max: 10_000, noNaN: true }),
  },
  { requiredKeys: ['perSecond'] },
);
/** Mostly moments, sometimes back, sometimes years. */
const stepsMs = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 0, max: 1e12 })),
  { maxLength: 200 },
);

test('never more is accepted than the burst and what came with the time that passed', () => {
  fc.assert(
    fc.property(budgets, stepsMs, (budget, steps) => {
      const { clock, post } = given();
      const burst = budget.burst ?? Math.max(1, budget.perSecond);
      let [accepted, passedMs] = [0, 0];
      for (const step of steps) {
        clock.advance(step);
        passedMs += Math.max(0, step);
        if (post(budget) === undefined) accepted += 1;
        expect(accepted).toBeLessThanOrEqual(burst + (passedMs / 1000) * budget.perSecond + 1e-6);
      }
    }),
  );
});

test('whatever came before, who waits as long as it is told is accepted, and it is never told to wait in vain', () => {
  fc.assert(
    fc.property(budgets, stepsMs, (budget, steps) => {
      const { clock, post } = given();
      for (const step of steps) {
        clock.advance(step);
        post(budget);
      }
      let seconds = post(budget);
      for (let count = 0; seconds === undefined && count < 10_001; count += 1) seconds = post(budget);
      expect(seconds).toBeGreaterThanOrEqual(1);
      clock.advance(seconds! * 1000);
      expect(post(budget)).toBeUndefined();
    }),
    // What is left of that burst and 21 times that rate are a little less than one.
    { numRuns: 50, examples: [[{ perSecond: 0.04, burst: 1.16 }, [0]]] },
  );
});
