import * as fc from 'fast-check';
import { isDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import { doneRecordOf } from '#shared/dead-letters/done-record-of.ts';
import type { DoneStub } from '#shared/dead-letters/done-stub.ts';
import type { DeadLetter, DeadLetterState } from '#shared/messages/dead-letter.ts';
import { recordOf } from '../../../../functions/keeper/record-of.ts';
import { givenDeadLetter, givenFailure, givenStub } from '../../../support/given-dead-letters.ts';

const REPLAYS_MAX = 10;

const secondFailure = givenFailure({
  name: 'OtherError',
  firstAt: '2026-01-03T00:00:00.000Z',
  lastAt: '2026-01-03T00:10:00.000Z',
  attempts: 3,
});

/** What arrives after so many replays, with a failure of its own. */
const arrivedAfter = (replays: number) =>
  givenDeadLetter({
    replays,
    failure: secondFailure,
    recordedAt: '2026-01-03T00:10:01.000Z',
    expiresAt: 1_900_000_000,
    body: '{"v":1} ',
    ...(replays > 0 && { run: `run-${replays}` }),
  });

test('the first arrival is kept as it is', () => {
  expect(recordOf(undefined, arrivedAfter(0), REPLAYS_MAX)).toEqual(arrivedAfter(0));
});

// Record of generation 1 in this state ← arrival of the generation: what the record's state and generation become.
const cases: readonly (readonly [DeadLetterState, number, DeadLetterState, number])[] = [
  ['open', 0, 'open', 1],
  ['open', 1, 'open', 1],
  ['open', 2, 'open', 2],
  ['replaying', 0, 'replaying', 1],
  ['replaying', 1, 'replaying', 1],
  ['replaying', 2, 'open', 2],
  ['replayed', 0, 'replayed', 1],
  ['replayed', 1, 'open', 1],
  ['replayed', 2, 'open', 2],
  ['done', 0, 'done', 1],
  ['done', 1, 'done', 1],
  ['done', 2, 'open', 2],
  ['discarded', 0, 'discarded', 1],
  ['discarded', 1, 'discarded', 1],
  ['discarded', 2, 'open', 2],
  ['quarantined', 0, 'quarantined', 1],
  ['quarantined', 1, 'quarantined', 1],
  ['quarantined', 2, 'open', 2],
];

test.each(cases)(
  'a record %s meets an arrival of generation %i: %s, generation %i',
  (state, generation, next, replays) => {
    const kept = givenDeadLetter({ state, replays: 1 });
    expect(recordOf(kept, arrivedAfter(generation), REPLAYS_MAX)).toMatchObject({ state: next, replays, arrivals: 2 });
  },
);

test('what fails after the last replay that is allowed is quarantined, and stays so until it is forced', () => {
  const replayed = givenDeadLetter({ state: 'replayed', replays: REPLAYS_MAX });
  const quarantined = recordOf(replayed, arrivedAfter(REPLAYS_MAX), REPLAYS_MAX);
  expect(quarantined).toMatchObject({ state: 'quarantined', replays: REPLAYS_MAX });
  expect(recordOf(quarantined, arrivedAfter(REPLAYS_MAX), REPLAYS_MAX)).toMatchObject({ state: 'quarantined' });
  expect(recordOf(undefined, arrivedAfter(REPLAYS_MAX), REPLAYS_MAX)).toMatchObject({ state: 'quarantined' });
  expect(recordOf(undefined, arrivedAfter(REPLAYS_MAX - 1), REPLAYS_MAX)).toMatchObject({ state: 'open' });
});

test('a copy changes nothing but the number of arrivals', () => {
  for (const [state, generation] of [
    ['open', 1],
    ['replayed', 0],
    ['replaying', 1],
    ['done', 1],
  ] as const) {
    const kept = givenDeadLetter({ state, replays: 1, run: 'run-9', claimedUntil: '2026-01-03T01:00:00.000Z' });
    expect(recordOf(kept, arrivedAfter(generation), REPLAYS_MAX)).toEqual({ ...kept, arrivals: 2 });
  }
});

test('a replay that failed replaces the failure and keeps the message, the first failure’s time and when it may be forgotten', () => {
  const kept = givenDeadLetter({ state: 'replayed', replays: 1, run: 'run-1', closedAt: '2026-01-03T00:00:00.000Z' });
  const { closedAt: _, ...unclosed } = kept;
  expect(recordOf(kept, arrivedAfter(1), REPLAYS_MAX)).toEqual({
    ...unclosed,
    state: 'open',
    arrivals: 2,
    run: 'run-1',
    failure: { ...secondFailure, firstAt: kept.failure.firstAt },
  });
});

test('a run that died after it had sent is closed by the failure of what it sent', () => {
  const kept = givenDeadLetter({ state: 'replaying', run: 'run-1', claimedUntil: '2026-01-03T01:00:00.000Z' });
  const record = recordOf(kept, arrivedAfter(1), REPLAYS_MAX);
  expect(record).toMatchObject({ state: 'open', replays: 1, run: 'run-1' });
  expect(record).not.toHaveProperty('claimedUntil');
});

test('a stub gets its message when a dead letter of before the result arrives, and stays done', () => {
  const stub = givenStub({ replays: 1 });
  expect(recordOf(stub, arrivedAfter(0), REPLAYS_MAX)).toEqual({
    ...arrivedAfter(0),
    state: 'done',
    replays: 1,
    closedAt: stub.closedAt,
  });
  expect(recordOf(stub, arrivedAfter(2), REPLAYS_MAX)).toEqual(arrivedAfter(2));
});

type Step = { readonly arrival: number } | { readonly done: number };

const after = (steps: readonly Step[]) =>
  steps.reduce<DeadLetter | DoneStub | undefined>((record, step) => {
    if ('arrival' in step) return recordOf(record, arrivedAfter(step.arrival), REPLAYS_MAX);
    const event = { worker: 'archive', eventId: 'e'.repeat(32), count: step.done };
    return doneRecordOf(record, event, new Date('2026-01-04T00:00:00.000Z')) ?? record;
  }, undefined);

const arrivalsOf = (record: DeadLetter | DoneStub | undefined) =>
  record && isDeadLetter(record) ? record.arrivals : 0;

test('any order and duplication of arrivals and results ends in the state of the latest generation', () => {
  const generation = fc.integer({ min: 0, max: 4 });
  const step: fc.Arbitrary<Step> = fc.oneof(fc.record({ arrival: generation }), fc.record({ done: generation }));
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const arrivals = steps.flatMap((step) => ('arrival' in step ? [step.arrival] : []));
      const results = steps.flatMap((step) => ('done' in step ? [step.done] : []));
      const [lastFailed, lastDone] = [Math.max(-1, ...arrivals), Math.max(-1, ...results)];
      const record = after(steps);
      expect(record).toMatchObject({
        state: lastDone >= lastFailed ? 'done' : 'open',
        replays: Math.max(lastFailed, lastDone),
      });
      // A message is there as soon as one has arrived, whatever came first.
      expect(arrivalsOf(record)).toBe(arrivals.length);
    }),
    { numRuns: 2000 },
  );
});
