import { NOTHING_SINCE } from '#shared/messages/sent-since.ts';
import { describeSince } from '../../../../../operator/console/app/pages/runs/describe-since.ts';

const replay = { request: { kind: 'replay', from: 'archive', all: true, via: 'table' }, succeeded: 5 } as const;

test('what became since of what was sent is one sentence, with all that there is of it', () => {
  const since = { ...NOTHING_SINCE, result: 1, waiting: 2, failedAgain: 1, sentLater: 3, quarantined: 1 };
  expect(describeSince(replay, since)).toBe(
    'Since then: 1 has its result, 2 wait or are being worked on, 1 failed again, 3 sent again by a later run, 1 quarantined.',
  );
});

test('where not all were looked at it says so', () => {
  expect(describeSince(replay, { ...NOTHING_SINCE, result: 3 })).toBe(
    'Since then, of the first 3: 3 have their result.',
  );
});

test('nothing is said of nothing', () => {
  expect(describeSince(replay, NOTHING_SINCE)).toBeUndefined();
});

test('an event of the archive that has no record has not failed', () => {
  const backfill = {
    request: { kind: 'backfill', to: 'ledger', between: { from: '2026-05-04T08:00:00.000Z' } },
  } as const;
  expect(describeSince({ ...backfill, succeeded: 2 }, { ...NOTHING_SINCE, unknown: 2 })).toBe(
    'Since then: 2 without a dead letter.',
  );
});
