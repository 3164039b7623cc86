import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { childEnvironment } from '../support/child-environment.ts';
import { packagedDirectory } from '../support/packaged.ts';

interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

function fuzz(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env: { ...childEnvironment(), ...env }, maxBuffer: 64 * 1024 * 1024 };
    const file = ['tests/fuzz/fuzz.ts', ...args];
    const child = execFile(process.execPath, file, options, (_error, output, errors) =>
      resolve({ code: child.exitCode ?? -1, output, errors }),
    );
  });
}

test('hostile requests get only answers of the list, leave the process whole, and reach the archive byte for byte or not at all', async () => {
  const ended = await fuzz(['--requests', '700', '--json', '--packaged', packagedDirectory('local')]);
  // The errors name the seed and the line that sends it all again.
  expect(ended).toMatchObject({ code: 0, errors: '' });
  const report = JSON.parse(ended.output) as { requests: number; accepted: number; benign: number; ends: object };
  expect(report.requests).toBeGreaterThan(500);
  expect(report.accepted).toBeGreaterThan(report.benign);
  expect(report.benign).toBeGreaterThan(10);
  expect(report).toMatchObject({
    ends: { archived: expect.any(Number) },
    answers: { 202: expect.any(Number), 400: expect.any(Number), 401: expect.any(Number), 405: expect.any(Number) },
  });
}, 120_000);

test('a port that is taken is a sentence and exit code 3', async () => {
  const holder = createServer();
  const port = await listenOnLoopback(holder, 0);
  const ended = await fuzz(['--packaged', packagedDirectory('local')], { PORT: String(port) });
  holder.close();
  expect(ended).toMatchObject({
    code: 3,
    errors: expect.stringMatching(`^Port ${port} .+ is taken by another program.+ npm run fuzz`),
  });
}, 90_000);

test('a wrong usage is exit code 2, and --help names the options', async () => {
  expect(await fuzz(['--requests', 'many'])).toMatchObject({ code: 2, errors: expect.stringContaining('above 0') });
  const help = await fuzz(['--help']);
  expect(help.code).toBe(0);
  for (const option of ['--requests', '--minutes', '--seed', '--replay', '--json', 'Exit codes']) {
    expect(help.output).toContain(option);
  }
}, 90_000);

test('an exchange in a file is sent again, and nothing else', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'webhook-pipeline-test-'));
  const file = join(directory, 'exchange.json');
  const request = { method: 'POST', target: '/webhooks/nobody', version: '1.1', lines: [], framing: 'length' };
  const exchange = { requests: [{ ...request, body: { base64: '' } }], sending: { kind: 'at-once' } };
  writeFileSync(file, JSON.stringify(exchange));
  const ended = await fuzz(['--replay', file, '--packaged', packagedDirectory('local')]);
  rmSync(directory, { recursive: true });
  expect(ended).toMatchObject({ code: 0, output: 'Held: answered 404\n' });
}, 90_000);
