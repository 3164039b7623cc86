import type { ReplayRequest } from '#shared/messages/replay-request.ts';
import { NOTHING_SINCE } from '#shared/messages/sent-since.ts';
import { abortOneRun } from '../../../../../operator/commands/runs/abort-one-run.ts';
import { carryOn } from '../../../../../operator/commands/runs/carry-out.ts';
import { CommandError } from '../../../../../operator/command-error.ts';
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
  expect(heading).toMatch(/^started +run +state +what +did +skipped +failed +who +why$/);
  expect(first).toMatch(/run-00000002 {2}died\? +backfill to forward +2 sent +1 +0 {2}unproven +new$/);
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
      '  replay from archive: 2 sent, 1 skipped, 0 failed, by user/local: S3 is back\n',
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
      ...(run?.sinceOfPage === 1 && { since: { ...NOTHING_SINCE, result: 1 }, nextPage: 2 }),
      ...(run?.sinceOfPage === 2 && { since: { ...NOTHING_SINCE, failedAgain: 1 } }),
      ...(run?.page !== undefined && { outcomes: pages[run.page - 1] }),
    }),
  });
  expect(await showOneRun({ run: RUN, withOutcomes: true, asJson: false }, session)).toBe(0);
  expect(written()).toContain(
    'run run-00000001  finished\n  3 matched: 2 sent, 1 skipped, 0 failed\n' +
      '  since then: 1 has its result, 1 failed again\n' +
      '  what failed again: npm run hooks -- dead-letters list --from archive --since 2026-01-03T11:00:00.000Z\n' +
      '    1 skipped: done\n',
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
    inspect: async () => ({ run: givenReceipt({ state: 'unfinished' }) }),
  });
  expect(await carryOn(RUN, { asJson: false }, session)).toBe(0);
  expect(requests).toEqual(Array.from({ length: 3 }, () => ({ resume: { run: RUN } })));
  expect(written()).toMatch(
    /^3 dead letters of archive sent, 0 skipped, 0 failed\.\nThey are on the queue of archive; /,
  );
});

test('abort waits until whoever works on it has stopped', async () => {
  const states = ['running', 'running', 'running', 'aborted'] as const;
  let looks = 0;
  const { session, slept, json } = givenSession({
    replay: async () => givenAnswer({ run: RUN, state: 'running' }),
    inspect: async () => ({ run: givenReceipt({ state: states[looks++] ?? 'aborted' }) }),
  });
  expect(await abortOneRun({ run: RUN, reason: 'wrong', asJson: true }, session)).toBe(0);
  expect(slept).toHaveLength(2);
  expect(json()).toMatchObject([{ kind: 'run', run: RUN, state: 'aborted' }]);
});

test('the beginning of a name is enough where only one of the newest begins so', async () => {
  const names = ['01a2003ddbf5db98', '01a2003de7d3826c', '01a1ff80bc8f3eaf'];
  const { session, written } = givenSession({
    inspect: async ({ run, runs }) => {
      if (runs) return { runs: names.map((name) => givenReceipt({ run: name })) };
      if (run && names.includes(run.run)) return { run: givenReceipt({ run: run.run }) };
      throw new CommandError(1, `There is no run ${run?.run}`);
    },
  });
  const show = (run: string) => showOneRun({ run, withOutcomes: false, asJson: false }, session);
  expect(await show('01a1ff80')).toBe(0);
  expect(written()).toContain('run 01a1ff80bc8f3eaf  finished\n');
  await expect(show('01a2003d')).rejects.toThrow(
    '2 runs begin with 01a2003d, such as 01a2003ddbf5db98, 01a2003de7d3826c',
  );
  await expect(show('01a20000')).rejects.toThrow('There is no run 01a20000');
});

test('what no run can be called is not asked for', async () => {
  const { session } = givenSession();
  const options = { run: '../x', withOutcomes: false, asJson: false };
  await expect(showOneRun(options, session)).rejects.toMatchObject({ exitCode: 2 });
});

test.each([
  ['finished', 0, /^Run run-00000001 had finished at 2026-01-03 11:00:05Z: nothing was done now\.\nrun .+ 2 sent, /s],
  ['aborted', 1, /^Run run-00000001 was aborted at 2026-01-03 11:00:05Z: nothing was done now\.\n/],
] as const)('a run that is %s is not gone on with, and its counts are those of then', async (state, code, said) => {
  const { session, written } = givenSession({ inspect: async () => ({ run: givenReceipt({ state }) }) });
  expect(await carryOn(RUN, { asJson: false }, session)).toBe(code);
  expect(written()).toMatch(said);
});

test('a run that ended early says how many it did not reach, also in the list', async () => {
  const request = { kind: 'replay', from: 'archive', all: true, via: 'table', reason: 'S3', foreseen: 10 } as const;
  const aborted = givenReceipt({ state: 'aborted', request });
  const { session, written } = givenSession({
    inspect: async ({ run }) => (run ? { run: aborted } : { runs: [aborted, givenReceipt()] }),
  });
  await showOneRun({ run: RUN, withOutcomes: false, asJson: false }, session);
  expect(written()).toContain('of 10: 2 sent, 1 skipped, 0 failed, 7 not reached\n');
  await listAllRuns({ limit: 20, asJson: false }, session);
  expect(written()).toContain('2 sent, 1 skipped, 0 failed, 7 not reached, by user/local');
  const { session: asJson, json: shown } = givenSession({ inspect: async () => ({ run: aborted }) });
  await showOneRun({ run: RUN, withOutcomes: false, asJson: true }, asJson);
  expect(shown()).toMatchObject([{ kind: 'run', notReached: 7 }]);
});

test('what was discarded is called so, and nobody asks what became of it', async () => {
  const asked: unknown[] = [];
  const request = { kind: 'discard', from: 'archive', all: true, reason: 'tests' } as const;
  const { session, written } = givenSession({
    inspect: async ({ run }) => {
      asked.push(run);
      return { run: givenReceipt({ request }) };
    },
  });
  await showOneRun({ run: RUN, withOutcomes: false, asJson: false }, session);
  expect(written()).toContain('3 matched: 2 discarded, 1 skipped, 0 failed\n');
  expect(asked).toEqual([{ run: RUN }]);
});

test('what became of the events is asked in vain, and the receipt is shown all the same', async () => {
  const { session, written, told } = givenSession({
    inspect: async ({ run }) => {
      if (run?.sinceOfPage !== undefined) throw new Error('Page 1 \u202Ecannot\n\u001B[2Jbe read');
      return { run: givenReceipt() };
    },
  });
  expect(await showOneRun({ run: RUN, withOutcomes: false, asJson: false }, session)).toBe(0);
  expect(written()).toContain('2 sent');
  expect(told()).toBe('What became of them since is not known: Page 1 cannot be read\n');
});

test('a run of the probe was started by nobody who has to prove it', async () => {
  const receipt = givenReceipt({
    request: { kind: 'probe', from: 'forward', destination: 'crm' },
    who: { unproven: true, requestId: 'request-9' },
    succeeded: 0,
  });
  const { session, written } = givenSession({ inspect: async () => ({ run: receipt }) });
  await showOneRun({ run: RUN, withOutcomes: false, asJson: false }, session);
  expect(written()).toContain('the probe, by itself: invocation request-9');
  expect(written()).not.toContain('unproven');
});

test.each(['finished', 'aborted'] as const)('what is %s is not asked to end', async (state) => {
  const { session } = givenSession({ inspect: async () => ({ run: givenReceipt({ state }) }) });
  await expect(abortOneRun({ run: RUN, reason: 'wrong', asJson: false }, session)).rejects.toMatchObject({
    exitCode: 1,
    message: `The run ${RUN} is ${state} already: there is nothing to end.`,
  });
});

test('an abort needs a reason that is one', async () => {
  const { session } = givenSession();
  await expect(abortOneRun({ run: RUN, reason: '…', asJson: false }, session)).rejects.toMatchObject({ exitCode: 2 });
});

test('what a run was asked stands there as the options that say it', async () => {
  const request = {
    kind: 'replay',
    from: 'archive',
    fingerprints: ['aa'],
    between: { from: '2026-01-01T00:00:00.000Z' },
    via: 'table',
    limit: 5,
    force: true,
    before: '2026-01-03T11:00:00.000Z',
    reason: 'S3 is back',
  } as const;
  const receipt = givenReceipt({ request: { ...request, fingerprints: ['aa'] }, succeeded: 0 });
  const { session, written } = givenSession({ inspect: async () => ({ run: receipt }) });
  await showOneRun({ run: RUN, withOutcomes: false, asJson: false }, session);
  expect(written()).toContain('asked      --fingerprint aa --since 2026-01-01T00:00:00.000Z --limit 5 --force\n');
});
