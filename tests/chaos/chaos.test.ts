import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Verdict } from './conservation/verdict.ts';

const WEBHOOKS = 2000;
const KILLS = 3;

// A test that fails half-way must not leave it running; its own children end with it.
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** As `npm run chaos` would; the packaged service is that of the other tests. */
async function chaos(...options: readonly string[]) {
  const child = spawn(process.execPath, ['tests/chaos/cli.ts', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const ended = once(child, 'close').finally(() => running.delete(child));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { exitCode: child.exitCode, output, errors };
}

test('2,000 webhooks while requests to AWS fail, functions die and the process is killed with -9 three times: 0 lost, 0 doubled', async () => {
  const { exitCode, output, errors } = await chaos('--webhooks', String(WEBHOOKS), '--kills', String(KILLS), '--json');
  expect(errors).toBe('');
  const verdict = JSON.parse(output) as Verdict;
  expect(verdict.breaches).toEqual([]);
  expect(exitCode).toBe(0);

  // Every event ended once for each worker, and what is left is what no attempt can ever change.
  const { tally, results, dead, poison, ofMoney } = verdict;
  expect(tally).toMatchObject({ accepted: WEBHOOKS, processKills: KILLS });
  expect(results).toEqual({ archive: WEBHOOKS, forward: WEBHOOKS, ledger: ofMoney - poison, canary: 0 });
  expect(dead).toEqual({ dispatch: 0, archive: 0, forward: 0, ledger: poison, canary: 0 });
  expect(poison).toBeGreaterThan(WEBHOOKS * 0.015);
  expect(verdict.taken).toBe(WEBHOOKS);

  // It was a storm.
  expect(Math.min(...Object.values(verdict.faults))).toBeGreaterThan(0);
  expect(Object.keys(tally.environmentKills).length).toBeGreaterThan(1);
  expect(tally.posted).toBeGreaterThan(WEBHOOKS * 1.05);
  // A minute or two on a machine that has little else to do.
}, 600_000);

test('what cannot run says so in a sentence', async () => {
  expect(await chaos('--packaged', '/nowhere')).toEqual({
    exitCode: 3,
    output: '',
    errors: '/nowhere holds no packaged service: npx sls package --stage local --package /nowhere\n',
  });
  expect(await chaos('--webhooks', 'many')).toMatchObject({
    exitCode: 2,
    errors: expect.stringContaining('It needs a whole number above 0.'),
  });
});
