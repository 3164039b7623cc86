import { quotasOf, readAwsFacts } from '../../../../operator/plan/aws-facts.ts';
import type { Design } from '../../../../operator/plan/design.ts';
import { shapeOf, type Shape } from '../../../../operator/plan/simulation/shapes.ts';
import { simulate } from '../../../../operator/plan/simulation/simulate.ts';
import type { Comparison } from '../../../../operator/plan/simulation/simulated.ts';
import { excessOver } from '../../../../operator/plan/simulation/traffic.ts';
import { givenDesign, givenWorker } from '../../../support/given-design.ts';

const quotas = quotasOf(readAwsFacts(), 'us-east-1');
/** Ten events in a second at a time, and a dispatch that nobody waits for. */
const slow = (maximumConcurrency: number, over: Partial<Design> = {}) =>
  givenDesign({
    dispatch: { ...givenDesign().dispatch, durationMs: () => 1, maximumConcurrency: 1250 },
    workers: [
      givenWorker('a', { durationMs: () => 1000, maximumConcurrency, attempts: 12, backoffCeilingSeconds: 900 }),
    ],
    ...over,
  });
const compared = (design: Design, shape: Shape) => {
  const { byHand } = simulate(design, shape, quotas, 'a');
  return (queue: string, what: string): Comparison => {
    const found = byHand.find((one) => one.queue === queue && one.what === what);
    if (!found) throw new Error(`${queue}: ${what} is not compared`);
    return found;
  };
};
const few = 0.03;
const agree = ({ simulated, byHand }: Comparison, paper: number) => {
  expect(Math.abs(byHand - paper)).toBeLessThanOrEqual(few * paper);
  expect(Math.abs(simulated - byHand)).toBeLessThanOrEqual(few * byHand);
};

test('a mapping that grows catches up as the formula says', () => {
  // 1,000 a second, 10 for each invocation: 100 at once after 19 s; 1,000t − 10 × (5t + 2.5t²) is 9,025 then, and 0 after 38 s, 5 + 5 × 38 at once.
  const found = compared(slow(1250), { ...shapeOf('steady', 1000), seconds: 200 });
  agree(found('a', 'most waiting'), 9025);
  agree(found('a', 'waited for, s'), 38);
  agree(found('a', 'most at once'), 195);
});

test('what is above a ceiling waits', () => {
  // 50 at once take 500 a second of 1,000: 500 × 600 s, and while it grew to 50 in 9 s another 10 × 2.5 × 9².
  const found = compared(slow(50), shapeOf('steady', 1000));
  agree(found('a', 'most waiting'), 500 * 600 + 2025);
});

test('the throttle refuses what is above it, but for its burst', () => {
  const throttled = slow(1250, { throttle: { perSecond: 500, burst: 1000 } });
  agree(compared(throttled, shapeOf('steady', 800))('api', 'answered 429'), 300 * 600 - 1000);
  // Ten times 100 within 60 s: 500 above it for 20 min, and two triangles of 500 by 500 ÷ 15 s.
  agree(compared(throttled, shapeOf('black-friday', 100))('api', 'answered 429'), 500 * 1200 + (500 * 500) / 15 - 1000);
});

test('a function’s URL refuses what is above ten for each reserved invocation, without a burst, and nothing is a 5xx', () => {
  const ingest = { ...givenDesign().ingest, reservedConcurrency: 50 };
  const byUrl = slow(1250, { isFunctionUrl: true, ingest, throttle: { perSecond: 500, burst: 0 } });
  agree(compared(byUrl, shapeOf('steady', 800))('url', 'answered 429'), 300 * 600);
  // Answers of a second keep all that is reserved busy: 50 a second are taken.
  const slowly = { ...byUrl, ingest: { ...ingest, durationMs: () => 1000 } };
  const { accepted, throttledByApi, throttledByLambda } = simulate(slowly, shapeOf('steady', 80), quotas, 'a');
  expect([accepted, throttledByApi, throttledByLambda].map(Math.round)).toEqual([50 * 600, 30 * 600, 0]);
});

test('while nobody reads a queue it holds rate × time, and is worked off as fast as the ceiling allows', () => {
  // 20 × 7,200 s; then 5 more at once each second up to 10, and 80 a second more than come.
  const found = compared(slow(10), shapeOf('worker-paused-2h', 20));
  agree(found('a', 'most waiting'), 144_000);
  agree(found('a', 'worked off in, s'), 144_000 / 80);
});

// Waits of 5, 10, 20, 40, 80, 160, 320, 640 and three times 900 s at most, half of that on average, and 1 s for each.
const WAITS = (5 + 10 + 20 + 40 + 80 + 160 + 320 + 640 + 3 * 900) / 2 + 11;

test('a worker that fails with everything has rate × waits in flight, and loses what came a horizon before the end', () => {
  const found = compared(slow(1250), shapeOf('worker-down-2h', 20));
  agree(found('a', 'most in flight'), 20 * WAITS);
  agree(found('a', 'dead letters'), 20 * (7200 - WAITS));
});

test('of a flood of poison each message is a dead letter after all of its waits', () => {
  const found = compared(slow(1250), shapeOf('poison-flood', 20));
  agree(found('a', 'dead letters'), 6 * 7200);
  agree(found('a', 'most in flight'), 6 * WAITS);
  agree(found('a', 'dead after, s (mean)'), WAITS);
});

test('every comparison of every shape that comes with the pipeline agrees and says its formula', () => {
  for (const name of ['steady', 'black-friday', 'worker-down-2h', 'worker-paused-2h', 'poison-flood'] as const) {
    const { byHand } = simulate(slow(1250), shapeOf(name, 30), quotas, 'a');
    expect(byHand.length).toBeGreaterThan(2);
    for (const { queue, what, simulated, byHand: computed, formula } of byHand) {
      expect(formula).toMatch(/\d/);
      expect({ name, queue, what, isNear: Math.abs(simulated - computed) <= Math.max(few * computed, 1) }).toEqual({
        name,
        queue,
        what,
        isNear: true,
      });
    }
  }
});

test('the area above a rate is that of triangles and trapezoids', () => {
  const hill = [
    { second: 0, perSecond: 0 },
    { second: 10, perSecond: 100 },
    { second: 20, perSecond: 0 },
  ];
  expect(excessOver(hill, 20, 0)).toBeCloseTo(1000);
  expect(excessOver(hill, 20, 50)).toBeCloseTo(250);
  expect(excessOver(hill, 20, 100)).toBe(0);
});
