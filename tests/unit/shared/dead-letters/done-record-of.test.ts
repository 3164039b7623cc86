import { doneRecordOf } from '#shared/dead-letters/done-record-of.ts';
import type { DeadLetterState } from '#shared/messages/dead-letter.ts';
import { givenDeadLetter, givenStub } from '../../../support/given-dead-letters.ts';

const now = new Date('2026-01-02T04:00:00.000Z');
const closedAt = now.toISOString();
const doneAfter = (count: number) => ({ worker: 'archive', eventId: 'e'.repeat(32), count });

test('without a record a stub says that the event is done, for as long as a dead letter would be kept', () => {
  const stub = doneRecordOf(undefined, doneAfter(0), now);
  expect(stub).toEqual(givenStub({ closedAt, expiresAt: now.getTime() / 1000 + 400 * 24 * 3600 }));
});

test.each<DeadLetterState>(['open', 'replaying', 'replayed', 'discarded', 'quarantined'])(
  'the %s record of a failure from before the result is done, with all it held',
  (state) => {
    const record = givenDeadLetter({ state, replays: 1, run: 'run-1' });
    expect(doneRecordOf(record, doneAfter(2), now)).toEqual({ ...record, state: 'done', replays: 2, closedAt });
  },
);

test('nothing claims what is done', () => {
  const record = givenDeadLetter({ state: 'replaying', run: 'run-1', claimedUntil: '2026-01-02T04:10:00.000Z' });
  expect(doneRecordOf(record, doneAfter(0), now)).not.toHaveProperty('claimedUntil');
});

test.each<DeadLetterState>(['open', 'discarded', 'quarantined'])(
  'the %s record of a later replay has the last word',
  (state) => {
    expect(doneRecordOf(givenDeadLetter({ state, replays: 2 }), doneAfter(1), now)).toBeUndefined();
  },
);

test.each<DeadLetterState>(['replaying', 'replayed'])(
  'a %s record of a later replay, whose outcome nobody knows yet, is done',
  (state) => {
    expect(doneRecordOf(givenDeadLetter({ state, replays: 2 }), doneAfter(1), now)).toMatchObject({
      state: 'done',
      replays: 2,
    });
  },
);

test('what is done stays as it is, and only its count rises', () => {
  expect(doneRecordOf(givenStub({ replays: 2 }), doneAfter(1), now)).toBeUndefined();
  expect(doneRecordOf(givenStub({ replays: 2 }), doneAfter(3), now)).toEqual(givenStub({ replays: 3 }));
});
