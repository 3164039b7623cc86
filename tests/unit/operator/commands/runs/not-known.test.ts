// What a call that died had begun with is told wherever a run is told of.
import { carryOn } from '../../../../../operator/commands/runs/carry-out.ts';
import { describeProgress } from '../../../../../operator/commands/runs/describe-progress.ts';
import { describeRunEnd } from '../../../../../operator/commands/runs/describe-run-end.ts';
import { listAllRuns } from '../../../../../operator/commands/runs/list-all-runs.ts';
import { givenAnswer, givenReceipt, givenSession, NOW } from '../../../../support/given-session.ts';

const RUN = 'run-00000001';
const unknown = { unknown: 100, unknownBecause: { 'its call died': 100 } };
const receipt = givenReceipt({ matched: 103, ...unknown });

test('a run that ended before is no success where some are not known', async () => {
  const { session, json } = givenSession({ inspect: async () => ({ run: receipt }) });
  expect(await carryOn(RUN, { asJson: true }, session)).toBe(1);
  expect(json()).toMatchObject([{ kind: 'resume', state: 'finished', matched: 103, ...unknown }]);
});

test.each([
  [{ failed: 1 }, 1],
  [{ notThere: ['typo'] }, 1],
  [{ unknown: 0 }, 0],
])('a run that ended before with %j has the exit code of one that ends so now', async (overrides, code) => {
  const ended = givenReceipt(overrides);
  const before = givenSession({ inspect: async () => ({ run: ended }) });
  const now = givenSession({
    inspect: async () => ({ run: givenReceipt({ state: 'unfinished' }) }),
    replay: async () => givenAnswer({ run: RUN, succeeded: 2, ...overrides }),
  });
  expect(await carryOn(RUN, { asJson: false }, before.session)).toBe(code);
  expect(await carryOn(RUN, { asJson: false }, now.session)).toBe(code);
});

test.each([80, 200])(
  'the list of runs tells it in %i columns, and says nothing of it where there are none',
  async (columns) => {
    const runs = [receipt, givenReceipt({ run: 'run-00000002', unknown: 0 })];
    const { session, written } = givenSession({ inspect: async () => ({ runs }) }, { columns });
    await listAllRuns({ limit: 20, asJson: false }, session);
    expect(written()).toMatch(/not known/);
    expect(written()).toMatch(
      columns === 80 ? '0 failed, 100 begun, not known,' : /finished .+ 2 sent +1 +0 +100 +user/,
    );
    const none = givenSession({ inspect: async () => ({ runs: runs.slice(1) }) }, { columns });
    await listAllRuns({ limit: 20, asJson: false }, none.session);
    expect(none.written()).not.toMatch(/not known/);
  },
);

test('progress tells it, of a backfill too', () => {
  const to = { kind: 'backfill', to: 'ledger', between: { from: '2026-01-01T00:00:00.000Z' }, foreseen: 400 } as const;
  expect(describeProgress(receipt, NOW, NOW)).toBe('finished for 0 ms: 2 sent, 1 skipped, 100 begun, not known');
  expect(describeProgress({ ...receipt, request: to }, NOW, NOW)).toBe(
    'finished for 0 ms: 2 of 400 sent, 1 skipped, 100 begun, not known',
  );
});

test.each([
  ['replay', '3 dead letters of archive sent, 0 skipped, 0 failed, 100 begun, not known.\n'],
  ['backfill', '3 events sent to archive, 0 skipped, 0 failed, 100 begun, not known.\n'],
] as const)('the first line at the end of a %s has it, in red', (kind, line) => {
  const painted: string[] = [];
  const { session } = givenSession({}, { paint: (colour, text) => (painted.push(colour), text) });
  const end = givenAnswer({ run: RUN, succeeded: 3, ...unknown });
  const text = describeRunEnd(end, { kind, worker: 'archive', asJson: false }, session, 1000);
  expect(text.slice(0, line.length)).toBe(line);
  expect(painted[0]).toBe('red');
});

test('a run that nobody hears of any more is no success, and says how to go on', () => {
  const { session } = givenSession();
  const about = { kind: 'replay', worker: 'archive', asJson: false } as const;
  expect(describeRunEnd(givenAnswer({ run: RUN, state: 'running', succeeded: 1 }), about, session, 0)).toContain(
    'no news for minutes. To go on: npm run hooks -- runs resume run-00000001\n',
  );
});
