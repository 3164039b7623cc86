import { describeStatus } from '../../../../../operator/commands/status/describe-status.ts';
import { showStatus } from '../../../../../operator/commands/status/show-status.ts';
import { widthOf } from '../../../../../operator/terminal/fit-columns.ts';
import type { Status } from '../../../../../operator/verbs/read-status.ts';
import { givenSession, NOW } from '../../../../support/given-session.ts';

const status: Status = {
  stage: 'local',
  at: NOW,
  rateMinutes: 5,
  steps: [
    { name: 'ingest', kind: 'ingest', inPerMinute: 1200.4, outPerMinute: 3.25, failures: 0 },
    {
      name: 'forward',
      kind: 'worker',
      queue: 'forward',
      depth: { waiting: 1500, inFlight: 10, delayed: 2 },
      oldestSeconds: 754,
      feed: 'disabled',
      deadLetters: { queue: 'forward-dead-letters', waiting: 3, open: 12 },
      impact: 'Customers hear nothing.',
    },
    { name: 'ledger', kind: 'worker', queue: 'ledger', feed: 'enabled', oldestSeconds: 0 },
    {
      name: 'archive',
      kind: 'worker',
      queue: 'archive',
      depth: { waiting: 0, inFlight: 0, delayed: 0 },
      oldestSeconds: 40,
      feed: 'enabled',
    },
  ],
  gaps: ['You may not read metrics.'],
};

const paint = (_: string, text: string) => text;

test('each step has a line: what waits, how old, how fast, what failed; what nobody could tell is a question mark', () => {
  const lines = describeStatus(status, { paint, columns: 120 }).split('\n');
  expect(lines.map((line) => line.split(/ {2,}/).filter(Boolean))).toEqual([
    ['local', '2026-01-03 12:00:00Z', 'in, out and errors: the last 5 minutes'],
    ['function', 'dead'],
    ['step', 'waiting', 'at work', 'oldest', 'in/min', 'out/min', 'errors', 'letters'],
    ['ingest', '1,200', '3.3', '0'],
    ['forward', 'paused', '1,502', '10', '12m 34s', '?', '?', '?', '12'],
    ['ledger', '?', '?', '?', '?', '?'],
    // Its queue is empty: what the metric still tells is the age of something that is gone.
    ['archive', '0', '0', '?', '?', '?'],
    ['forward: Customers hear nothing.'],
    ['forward: 3 more dead letters on the way, which the keeper has not recorded yet.'],
    ['You may not read metrics.'],
    [],
  ]);
});

test('on a narrow terminal every line fits, and nothing is cut', () => {
  const gap = 'You may not read metrics: cloudwatch:GetMetricData is missing, which the policy operate-more has.';
  const text = describeStatus({ ...status, gaps: [gap] }, { paint, columns: 80 });
  expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(80);
  expect(text).not.toContain('…');
  expect(text.replaceAll('\n', ' ')).toContain(gap);
});

test('as JSON every step is of the one kind that the help names, and says over which minutes it counts', async () => {
  const { session, json } = givenSession({
    about: { service: 's', stage: 'local', region: 'r', workers: [], replaysMax: 10 },
    metrics: { read: async (queries) => queries.map(() => []) },
  });
  expect(await showStatus({ isWatched: false, asJson: true }, session)).toBe(0);
  expect(json()).toMatchObject([{ kind: 'step', name: 'ingest', rateMinutes: 5 }]);
});

test('it is watched until Ctrl-C', async () => {
  const { session, interrupted, written, slept } = givenSession(
    {
      about: { service: 's', stage: 'local', region: 'r', workers: [], replaysMax: 10 },
      metrics: {
        read: async (queries) => {
          if (slept.length === 2) interrupted.abort();
          return queries.map(() => []);
        },
      },
    },
    { isScreen: true },
  );
  expect(await showStatus({ isWatched: true, asJson: false }, session)).toBe(130);
  expect(written().split('\u001B[H')).toHaveLength(1 + 3);
});

test('quarantined ones, which are in no column, are told of below', async () => {
  const { session, written } = givenSession({
    about: { service: 's', stage: 'local', region: 'r', workers: [], replaysMax: 10 },
    metrics: { read: async (queries) => queries.map(() => []) },
    inspect: async ({ count }) => ({ count: count?.state === 'quarantined' ? 3 : 0 }),
  });
  await showStatus({ isWatched: false, asJson: false }, session);
  expect(written()).toMatch(
    /\n3 quarantined, replayed too often: npm run hooks -- dead-letters list --state quarantined\n$/,
  );
});
