import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { archivedBytes } from '#shared/messages/archive-line.ts';
import { isSubscribed } from '#shared/subscriptions/is-subscribed.ts';
import { readEndpoints } from '../../operator/pipeline/read-endpoints.ts';
import { createArchiveReader } from '../support/archive.ts';
import { startPipeline, temporaryDirectory, type LocalPipeline } from '../support/local-pipeline.ts';
import { runHooks } from '../support/run-hooks.ts';
import { startHooks } from '../support/start-hooks.ts';

let pipeline: LocalPipeline;

beforeAll(async () => {
  pipeline = await startPipeline();
}, 90_000);
afterAll(() => pipeline.stop());

const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  startHooks(pipeline.localDir, args, { env });

const hooks = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runHooks(pipeline.localDir, args, { env });

const jsonLine = v.record(v.string(), v.unknown());
const linesOf = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => v.parse(jsonLine, JSON.parse(line)));

/** A folder whose endpoints.json is that of the running pipeline, but for these. */
function localDirWith(changes: Readonly<Record<string, unknown>>): string {
  const directory = temporaryDirectory();
  const endpoints: unknown = JSON.parse(readFileSync(join(pipeline.localDir, 'endpoints.json'), 'utf8'));
  writeFileSync(join(directory, 'endpoints.json'), JSON.stringify(Object.assign({}, endpoints, changes)));
  return directory;
}

/** The workers that get this event, in the order of their rows. */
function workersFor(event: { readonly type: string; readonly source: string }): readonly string[] {
  const { workers } = readEndpoints(pipeline.localDir);
  return Object.keys(workers).filter((worker) => isSubscribed(workers[worker] ?? {}, event));
}

test('a sample is signed, accepted and followed to its result, in one line without colours', async () => {
  const { stdout, stderr, exitCode } = await hooks(['send', 'github', 'push']);
  const workers = workersFor({ source: 'github', type: 'push' });
  expect(workers).toContain('archive');
  const times = workers.map((worker) => ` {2}${worker} ✓ [\\d.]+ m?s`).join('');
  expect(stdout).toMatch(new RegExp(`^✓ github push {2}[0-9a-f]{32} {2}202 in [\\d.]+ ms${times}\n$`));
  expect([stderr, exitCode]).toEqual(['', 0]);
});

test.each(['github', 'shopify', 'slack', 'standard-webhooks', 'stripe'])(
  '%s needs no type: its first sample is sent',
  async (source) => {
    const { stdout, exitCode } = await hooks(['send', source, '--json']);
    const [line] = linesOf(stdout);
    expect(line).toMatchObject({ kind: 'webhook', source, outcome: 'followed' });
    const results = workersFor({ source, type: String(line?.['type']) }).map((worker) => {
      return [worker, { ms: expect.any(Number) as unknown }];
    });
    expect(line?.['results']).toEqual(Object.fromEntries(results));
    expect(exitCode).toBe(0);
  },
);

test('--json is one object per webhook and a summary', async () => {
  const { stdout, stderr, exitCode } = await hooks(['send', 'stripe', 'charge.refunded', '--count', '3', '--json']);
  const lines = linesOf(stdout);
  expect(lines.map(({ kind }) => kind)).toEqual(['webhook', 'webhook', 'webhook', 'summary']);
  expect(new Set(lines.slice(0, 3).map(({ deliveryId }) => deliveryId)).size).toBe(3);
  const results = 3 * workersFor({ source: 'stripe', type: 'charge.refunded' }).length;
  expect(lines[3]).toMatchObject({ sent: 3, accepted: 3, followed: 3, failed: 0, results });
  expect([stderr, exitCode]).toEqual(['', 0]);
});

test('--file sends exactly these bytes', async () => {
  const file = join(temporaryDirectory(), 'order.json');
  const bytes = Buffer.from('{ "id": 820982911946154508, "total" : "10.00",\r\n"name":"Zoë" }');
  writeFileSync(file, bytes);
  const { stdout, exitCode } = await hooks(['send', 'shopify', 'orders/create', '--file', file, '--json']);
  expect(exitCode).toBe(0);
  const deliveryId = String(linesOf(stdout)[0]?.['deliveryId']);
  const archived = (await createArchiveReader(pipeline.endpoints).waitFor([deliveryId])).get(deliveryId);
  expect(archived && archivedBytes(archived).equals(bytes)).toBe(true);
});

test('a refused webhook says status, reason and message, and fails', async () => {
  const file = join(temporaryDirectory(), 'broken.json');
  writeFileSync(file, '{"a":');
  const { stdout, exitCode } = await hooks(['send', 'github', 'push', '--file', file]);
  expect(stdout).toBe('✗ github push  refused with 400: not-json: The body is not valid JSON.\n');
  expect(exitCode).toBe(1);
});

test('many are followed to the last one and summarised; progress stays out of the summary', async () => {
  const { stdout, exitCode } = await hooks(['send', 'github', 'push', '--count', '300']);
  const results = 300 * workersFor({ source: 'github', type: 'push' }).length;
  const [accepted, followed, ...rest] = stdout.split('\n');
  expect(accepted).toMatch(/^300 accepted of 300 sent, [\d,]+ per second, after .+ at p50 and .+ at p99$/);
  expect(followed).toMatch(new RegExp(`^${results.toLocaleString('en')} results, [\\d,]+ per second, .+$`));
  expect(rest).toEqual(['']);
  expect(exitCode).toBe(0);
}, 90_000);

test('the same body many times is one delivery, and each sending is followed', async () => {
  const file = join(temporaryDirectory(), 'event.json');
  writeFileSync(file, JSON.stringify({ id: `evt_${crypto.randomUUID()}`, type: 'charge.refunded' }));
  const { stdout, exitCode } = await hooks(['send', 'stripe', '--file', file, '--count', '4', '--json']);
  const lines = linesOf(stdout);
  expect(new Set(lines.slice(0, 4).map(({ deliveryId }) => deliveryId)).size).toBe(1);
  expect(lines[4]).toMatchObject({ accepted: 4, followed: 4, failed: 0 });
  expect(exitCode).toBe(0);
});

test('--no-follow is content with the answer', async () => {
  const { stdout, exitCode } = await hooks(['send', 'github', 'push', '--no-follow']);
  expect(stdout).toMatch(/^✓ github push {2}[0-9a-f]{32} {2}202 in [\d.]+ ms\n$/);
  expect(exitCode).toBe(0);
});

test('a worker without a result is named when the time is up', async () => {
  const ghost = localDirWith({
    workers: { archive: { resultsPrefix: 'archive/' }, ghost: {}, choosy: { types: ['invoice.*'] } },
  });
  const { stdout, exitCode } = await hooks(['send', 'github', 'push', '--timeout', '0.3'], { LOCAL_DIR: ghost });
  expect(stdout).toMatch(/^… github push .+ archive ✓ [\d.]+ ms {2}ghost no result\n$/);
  expect(exitCode).toBe(1);
});

/** A captured charge whose amount nobody can tell: the ledger gives it up at once. */
function poisonedCharge(): string {
  const file = join(temporaryDirectory(), 'charge.json');
  const charge = { id: 'ch_poisoned', object: 'charge', captured: true, currency: 'usd' };
  const event = {
    id: `evt_${crypto.randomUUID()}`,
    object: 'event',
    type: 'charge.succeeded',
    created: 1_764_000_000,
    livemode: true,
    data: { object: charge },
  };
  writeFileSync(file, JSON.stringify(event));
  return file;
}

test('a dead letter ends the waiting, is told with its reason, and fails', async () => {
  const startedAtMs = performance.now();
  const { stdout, stderr, exitCode } = await hooks(['send', 'stripe', 'charge.succeeded', '--file', poisonedCharge()]);
  const [line = '', ...hints] = stdout.split('\n');
  expect(line).toMatch(
    /^✗ stripe charge\.succeeded {2}[0-9a-f]{32} {2}202 in [\d.]+ ms {2}.* {2}ledger ✗ dead letter: \S/,
  );
  expect(line).toMatch(/ archive ✓ [\d.]+ ms/);
  const [deliveryId] = /[0-9a-f]{32}/.exec(line) ?? [];
  expect(hints).toEqual([`  npm run hooks -- dead-letters show ledger/${deliveryId}`, '']);
  expect([stderr, exitCode]).toEqual(['', 1]);
  // Far from the 30 s without news that it waits for a result.
  expect(performance.now() - startedAtMs).toBeLessThan(15_000);

  const shown = await hooks(['dead-letters', 'show', `ledger/${deliveryId}`, '--json']);
  const message = v.parse(v.object({ message: v.string() }), linesOf(shown.stdout)[0]?.['failure']).message;
  expect(line.endsWith(`dead letter: ${message}`)).toBe(true);
}, 90_000);

test('many sendings of one dead letter all end with it, in --json and in the summary', async () => {
  const file = poisonedCharge();
  const { stdout, exitCode } = await hooks(['send', 'stripe', '--file', file, '--count', '3', '--json']);
  const lines = linesOf(stdout);
  const deliveryId = String(lines[0]?.['deliveryId']);
  for (const line of lines.slice(0, 3)) {
    expect(line).toMatchObject({
      outcome: 'dead-letter',
      results: {
        archive: { ms: expect.any(Number) as unknown },
        ledger: {
          ms: null,
          deadLetter: { worker: 'ledger', id: `ledger/${deliveryId}`, message: expect.any(String) as unknown },
        },
      },
    });
  }
  expect(lines[3]).toMatchObject({ kind: 'summary', failed: 3, outcomes: { 'dead-letter': 3 } });
  expect(exitCode).toBe(1);
}, 90_000);

test('what the shell knows of AWS does not matter', async () => {
  const { exitCode } = await hooks(['send', 'github', 'push'], {
    AWS_PROFILE: 'production',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    AWS_REGION: 'eu-central-1',
  });
  expect(exitCode).toBe(0);
});

test('Ctrl-C shows what is known so far', async () => {
  const child = start(['send', 'github', 'push', '--count', '1000', '--rate', '20', '--json']);
  let stdout = '';
  for await (const chunk of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    if (stdout === '') child.kill('SIGINT');
    stdout += chunk;
  }
  if (child.exitCode === null) await once(child, 'exit');
  const summary = linesOf(stdout).at(-1);
  expect(summary).toMatchObject({ kind: 'summary' });
  expect(Number(summary?.['followed'])).toBeGreaterThan(0);
  expect(Number(summary?.['sent'])).toBeLessThan(1000);
  expect(child.exitCode).toBe(130);
});

test.each([
  [['send'], "missing required argument 'source'"],
  [['send', 'githib'], 'There is no source githib'],
  [['send', 'github', 'pish'], 'There is no sample pish of github; there is ping, pull_request.opened, and push.'],
  [['send', 'github', '--count', '0'], 'It must be a whole number from 1 on.'],
  [['send', 'github', '--rate', 'fast'], 'It must be a number above 0.'],
  [['send', 'github', '--file', '/no/such/file'], 'There is no file /no/such/file.'],
  [['send', 'github', '--quickly'], "unknown option '--quickly'"],
  [['sned'], 'Did you mean send?'],
])('%j is wrong usage and sends nothing', async (args, sentence) => {
  const { stdout, stderr, exitCode } = await hooks(args);
  expect(stderr).toContain(sentence);
  expect([stdout, exitCode]).toEqual(['', 2]);
});

test('--help shows how it is used, with examples', async () => {
  const [general, send] = await Promise.all([hooks(['--help']), hooks(['send', '--help'])]);
  expect(general.stdout).toContain('send [options] <source> [type]');
  expect(send.stdout).toContain('npm run hooks -- send github push');
  expect([general.exitCode, send.exitCode]).toEqual([0, 0]);
});

test('without a running pipeline one sentence says how to start it', async () => {
  const gone = localDirWith({ webhooks: 'http://127.0.0.1:9' });
  for (const directory of [temporaryDirectory(), gone]) {
    const { stdout, stderr, exitCode } = await hooks(['send', 'github', 'push'], { LOCAL_DIR: directory });
    expect(stderr).toBe('The pipeline does not run here: start it with `npm start` in another terminal.\n');
    expect([stdout, exitCode]).toEqual(['', 3]);
  }
});

test('a pipeline that stops meanwhile ends the sending, with what is known and one sentence', async () => {
  const own = await startPipeline();
  const child = start(['send', 'github', 'push', '--count', '10000', '--rate', '20', '--json'], {
    LOCAL_DIR: own.localDir,
  });
  const stderr = text(child.stderr);
  let stdout = '';
  for await (const chunk of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    if (stdout === '') await own.kill();
    stdout += chunk;
  }
  if (child.exitCode === null) await once(child, 'exit');
  expect(await stderr).toBe('The pipeline stopped while its results were awaited: start it again with `npm start`.\n');
  expect(linesOf(stdout).at(-1)).toMatchObject({ kind: 'summary' });
  expect(child.exitCode).toBe(3);
}, 90_000);

test('an address that is not on this machine gets nothing', async () => {
  const away = localDirWith({ webhooks: 'https://hooks.example.com' });
  const { stderr, exitCode } = await hooks(['send', 'github', 'push'], { LOCAL_DIR: away });
  expect(stderr).toContain('webhooks: it is not on this machine');
  expect(exitCode).toBe(3);
});
