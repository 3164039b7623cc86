import type { Receipt } from '#shared/messages/receipt.ts';
import { chooseRuns } from '../../../../../operator/console/app/pages/overview/choose-runs.ts';

const now = new Date('2026-05-04T12:00:00.000Z');

const receipt = (run: string, state: Receipt['state'], hoursAgo = 0): Receipt => ({
  v: 1,
  run,
  state,
  pages: 0,
  invocations: [],
  matched: 0,
  succeeded: 0,
  skipped: 0,
  failed: 0,
  request: { kind: 'replay', from: 'archive', all: true, via: 'table', reason: 'S3 is back' },
  who: { unproven: true, requestId: 'r' },
  startedAt: '2026-05-01T00:00:00.000Z',
  updatedAt: new Date(now.getTime() - hoursAgo * 3_600_000).toISOString(),
});

const namesOf = (runs: readonly Receipt[]) => runs.map(({ run }) => run);

test('what can still go on is shown however old it is, before the last three that ended within a day', () => {
  const runs = [
    receipt('finished-1', 'finished'),
    receipt('running', 'running'),
    receipt('aborted', 'aborted', 1),
    receipt('finished-2', 'finished', 23),
    receipt('finished-3', 'finished', 23),
    receipt('died', 'running', 80),
    receipt('unfinished', 'unfinished', 90),
  ];
  expect(namesOf(chooseRuns(runs, now))).toEqual([
    'running',
    'died',
    'unfinished',
    'finished-1',
    'aborted',
    'finished-2',
  ]);
});

test('what ended a day ago is history', () => {
  expect(chooseRuns([receipt('old', 'finished', 24), receipt('older', 'aborted', 30)], now)).toEqual([]);
});

test('an unfinished run of the probe is over, and one that died is not', () => {
  const request = { kind: 'probe', from: 'forward', destination: 'crm' } as const;
  const runs = [receipt('died', 'running', 80), receipt('fresh', 'unfinished', 1), receipt('old', 'unfinished', 30)];
  expect(
    namesOf(
      chooseRuns(
        runs.map((one) => ({ ...one, request })),
        now,
      ),
    ),
  ).toEqual(['died', 'fresh']);
});
