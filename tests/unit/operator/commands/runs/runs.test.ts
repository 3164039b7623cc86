import type { ReplayRequest } from '#shared/messages/replay-request.ts';
import { abortOneRun } from '../../../../../operator/commands/runs/abort-one-run.ts';
import { carryOn } from '../../../../../operator/commands/runs/carry-out.ts';
import { listAllRuns } from '../../../../../operator/commands/runs/list-all-runs.ts';
import { showOneRun } from '../../../../../operator/commands/runs/show-one-run.ts';
import { givenAnswer, givenReceipt, givenSession } from '../../../../support/given-session.ts';

const RUN = 'run-00000001';

test('runs are listed with who, what and why, and one that died with the line that goes on with it', async () => {
  const died = givenReceipt({
    run: 'run-00000002',
    state: 'running',
    updatedAt: '2026-01-03T11:58:59.000Z',
    who: { unproven: true, requestId: 'request-2' },
    request: { kind: 'backfill', to: 'forward', between: { from: '2026-01-01T00:00:00.000Z' }, reason: 'new' },
  });
  const alive = givenReceipt({ run: 'run-00000003', state: 'running', updatedAt: '2026-01-03T11:59:59.000Z' });
  const { session, written } = givenSession(
    { inspect: async () => ({ runs: [died, alive, givenReceipt()] }) },
    { columns: 180 },
  );
  expect(await listAllRuns({ limit: 20, asJson: false }, session)).toBe(0);
  const [heading, first, second, third, last] = written().split('\n');
  expect(heading).toMatch(/^started +run +state +what +done +skipped +failed +who +why$/);
  expect(first).toMatch(/run-00000002 {2}died\? +backfill to forward +2 +1 +0 {2}unproven +new$/);
  expect(second).toMatch(/run-00000003 {2}running +replay from archive/);
  expect(third).toMatch(/run-00000001 {2}finished .+user\/local +S3 is back$/);
  expect(last).toBe('run-00000002 may have died. To go on with it: npm run hooks -- runs resume run-00000002');
});

test('where a table would cut the names of runs each has two lines, its name whole', async () => {
  const { session, written } = givenSession(
    { inspect: async () => ({ runs: [givenReceipt({ run: '01a1ff80bc8f3eaf6a9bf63071454592' })] }) },
    { columns: 80 },
  );
  expect(await listAllRuns({ limit: 20, asJson: false }, session)).toBe(0);
  expect(written()).toBe(
    '01a1ff80bc8f3eaf6a9bf63071454592  2026-01-03 11:00:00Z  finished\n' +
      '  replay from archive: 2 done, 1 skipped, 0 failed, by user/local: S3 is back\n',
  );
});

test('a receipt is shown with its counts and reasons, and its outcomes page by page', async () => {
  const pages = [
    [{ id: 'archive/a', outcome: 'replayed' }],
    [{ id: 'archive/b', outcome: 'skipped', because: 'claimed', until: '2026-01-03T12:05:00.000Z' }],
  ];
  const { session, written } = givenSession({
    inspect: async ({ run }) => ({
      run: givenReceipt({ pages: 2 }),
      ...(run?.page !== undefined && { outcomes: pages[run.page - 1] }),
    }),
  });
  expect(await showOneRun({ run: RUN, withOutcomes: true, asJson: false }, session)).toBe(0);
  expect(written()).toContain(
    'run run-00000001  finished\n  3 matched: 2 done, 1 skipped, 0 failed\n    1 skipped: done\n',
  );
  expect(written()).toMatch(
    /\n {2}replayed archive\/a\n {2}skipped archive\/b claimed until 2026-01-03T12:05:00.000Z\n$/,
  );
});

test('resume goes on until it is finished', async () => {
  const requests: ReplayRequest[] = [];
  const { session, written } = givenSession({
    replay: async (request) => {
      requests.push(request);
      return givenAnswer({
        run: RUN,
        succeeded: requests.length,
        state: requests.length < 3 ? 'unfinished' : 'finished',
      });
    },
    inspect: async () => ({ run: givenReceipt() }),
  });
  expect(await carryOn(RUN, { kind: 'resume', worker: undefined, asJson: false }, session)).toBe(0);
  expect(requests).toEqual(Array.from({ length: 3 }, () => ({ resume: { run: RUN } })));
  expect(written()).toBe(`3 events done, 0 skipped, 0 failed.\nreceipt: npm run hooks -- runs show ${RUN}\n`);
});

test('abort waits until whoever works on it has stopped', async () => {
  const states = ['running', 'running', 'aborted'] as const;
  let looks = 0;
  const { session, slept, json } = givenSession({
    replay: async () => givenAnswer({ run: RUN, state: 'running' }),
    inspect: async () => ({ run: givenReceipt({ state: states[looks++] ?? 'aborted' }) }),
  });
  expect(await abortOneRun({ run: RUN, reason: 'wrong', asJson: true }, session)).toBe(0);
  expect(slept).toHaveLength(2);
  expect(json()).toMatchObject([{ kind: 'run', run: RUN, state: 'aborted' }]);
});

test('what no run can be called is not asked for', async () => {
  const { session } = givenSession();
  const options = { run: '../x', withOutcomes: false, asJson: false };
  await expect(showOneRun(options, session)).rejects.toMatchObject({ exitCode: 2 });
});
