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
  ],
  gaps: ['You may not read metrics.'],
};

const paint = (_: string, text: string) => text;

test('each step has a line: what waits, how old, how fast, what failed; what nobody could tell is a question mark', () => {
  const lines = describeStatus(status, { paint, columns: 120 }).split('\n');
  expect(lines.map((line) => line.split(/ {2,}/).filter(Boolean))).toEqual([
    ['local', '2026-01-03 12:00:00Z'],
    ['step', 'waiting', 'at work', 'oldest', 'in/min', 'out/min', 'failed', 'dead letters'],
    ['ingest', '1,200', '3.3', '0'],
    ['forward', 'paused', '1,502', '10', '12m 34s', '?', '?', '?', '12 (+3 arriving)'],
    ['ledger', '?', '?', '–', '?', '?', '?'],
    ['forward: Customers hear nothing.'],
    ['You may not read metrics.'],
    [],
  ]);
});

test('on a narrow terminal every line of the table fits', () => {
  const lines = describeStatus(status, { paint, columns: 80 }).split('\n');
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
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
