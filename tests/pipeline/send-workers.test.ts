// `hooks send` beside workers that keep their results in both ways, and one that is subscribed to something else.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { startPipeline, temporaryDirectory, type LocalPipeline } from '../support/local-pipeline.ts';
import { runHooks } from '../support/run-hooks.ts';
import { serviceWithWorkers } from '../support/service-with-workers.ts';
import { patientWorkers } from '../support/worker-rows.ts';

jest.setTimeout(120_000);

let pipeline: LocalPipeline;
beforeAll(async () => {
  pipeline = await startPipeline({ service: await serviceWithWorkers(patientWorkers) });
}, 120_000);
afterAll(() => pipeline.stop());

/** Sends events whose workers have nothing to complain of; what the command printed. */
async function send(type: string, ...options: readonly string[]): Promise<string> {
  const file = join(temporaryDirectory(), 'event.json');
  writeFileSync(file, JSON.stringify({ type, trouble: { kind: 'none' } }));
  const args = ['send', 'standard-webhooks', '--file', file, ...options];
  const { stdout, stderr, exitCode } = await runHooks(pipeline.localDir, args);
  expect([stderr, exitCode]).toEqual(['', 0]);
  return stdout;
}

test.each([
  ['trouble.small', 'troublesome', 'deadly'],
  ['death', 'deadly', 'troublesome'],
])('an event %s is followed to the result of %s, and %s does not concern it', async (type, expected, unconcerned) => {
  const stdout = await send(type);
  for (const worker of ['archive', expected]) expect(stdout).toMatch(new RegExp(` ${worker} ✓ [\\d.]+ m?s`));
  expect(stdout).not.toContain(unconcerned);
});

test('many events are followed to each of their results, however these are kept', async () => {
  const lines = (await send('trouble', '--count', '250', '--json')).trim().split('\n');
  const sent = lines.map((line) => JSON.parse(line) as { readonly kind: string; readonly results: unknown });
  const times = { ms: expect.any(Number) as unknown };
  for (const { results } of sent.filter(({ kind }) => kind === 'webhook')) {
    expect(results).toMatchObject({ archive: times, troublesome: times });
  }
  expect(sent.at(-1)).toMatchObject({ kind: 'summary', sent: 250, followed: 250, failed: 0 });
});
