// How the first step is known to lose webhooks, or to be too late for them, and that ours does not.
import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SEND_WITHIN_MS, SPILL_WITHIN_MS } from '../../../functions/ingest/confirm-message.ts';
import { buildFunctions } from '../../../local/functions/build-functions.ts';
import { ingestUnderTest } from '../../support/ingest-under-test.ts';
import { packagedDirectory } from '../../support/packaged.ts';
import { providerCase } from '../../support/provider-cases.ts';
import { signedRequest } from '../../support/signed-request.ts';
import { readTemplate } from '../../support/template-reader.ts';

const { state, one } = readTemplate('prod');
const { provider, secret, body } = providerCase('stripe');
const webhook = () => signedRequest({ provider, secret, body, sourceName: 'stripe-eu' });
const givenIngest = () => ingestUnderTest({ sources: { 'stripe-eu': { provider: 'stripe', secrets: [secret] } } });

/** Long enough for everything that waits for nothing. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

/** Posts while what must confirm does not yet, and says what the answer was before and after it did. */
async function answersAround(ingest: ReturnType<typeof givenIngest>, confirm: () => void) {
  let status: number | undefined;
  const answered = ingest.post(webhook()).then((answer) => (status = answer.status));
  await turns();
  const before = status;
  confirm();
  return { before, after: await answered };
}

test('ingest acknowledges early: it answers nothing until the queue has confirmed, and then 2xx', async () => {
  const ingest = givenIngest();
  const { promise: confirmation, resolve: confirm } = Promise.withResolvers<void>();
  ingest.deliveries.send = () => confirmation;
  expect(await answersAround(ingest, confirm)).toEqual({ before: undefined, after: 202 });
});

test('ingest acknowledges early: while the queue is away it answers nothing until the bucket has confirmed', async () => {
  const ingest = givenIngest();
  ingest.deliveries.failWith(new Error('ServiceUnavailable'));
  const { promise: confirmation, resolve: confirm } = Promise.withResolvers<void>();
  ingest.results.put = () => confirmation;
  expect(await answersAround(ingest, confirm)).toEqual({ before: undefined, after: 202 });
});

test('ingest acknowledges early: what neither the queue nor the bucket confirms is a 503, and the sender keeps it', async () => {
  const ingest = givenIngest();
  for (const away of [ingest.deliveries, ingest.results]) away.failWith(new Error('ServiceUnavailable'));
  const { status, headers } = await ingest.post(webhook());
  expect(status).toBe(503);
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
});

test('ingest acknowledges early: all its waiting ends before its own time, the API’s 30 s and a sender’s 3 s', () => {
  const waitedMs = SEND_WITHIN_MS + SPILL_WITHIN_MS;
  expect(waitedMs).toBeLessThan(3000);
  const { Timeout } = one('AWS::Lambda::Function', 'IngestLambdaFunction').properties;
  expect(waitedMs).toBeLessThan(Timeout * 1000);
  expect(Timeout).toBeLessThan(30);
});

// 240 kB when it was measured with some forty senders, of a kilobyte each, and a little room for new ones: what few of them need
// (addresses, certificates) is in it too, and not evaluated at the start. Two clients of the SDK more are noticed, or whole
// libraries; a single small one is not.
// What every function may bring is held by tests/template/bundles.test.ts.
const ZIP_BYTES_MAX = 250_000;

test('cold-start burst: what Lambda has to fetch for a new environment of ingest stays small', () => {
  expect(statSync(join(packagedDirectory('prod'), 'ingest.zip')).size).toBeLessThan(ZIP_BYTES_MAX);
});

const asDeployed = (value: unknown) => (typeof value === 'string' ? value : 'http://127.0.0.1/000000000000/name');

test('cold-start burst: a new environment of ingest waits for no answer before it can take its first webhook', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'ingest-init-'));
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { service } = state as { service: { custom: { esbuild: Record<string, unknown> } } };
  const modulePath = 'functions/ingest/handler';
  const build = await buildFunctions({
    serviceDirectory: process.cwd(),
    outputDirectory: directory,
    modulePaths: [modulePath],
    esbuild: service.custom.esbuild,
    onRebuilt: () => undefined,
    onFailed: () => undefined,
  });
  try {
    const { Variables } = one('AWS::Lambda::Function', 'IngestLambdaFunction').properties.Environment;
    const load = `console.log(typeof require(${JSON.stringify(build.bundleOf(modulePath))}).handler); process.exit()`;
    const env = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      ...Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, asDeployed(value)])),
    };
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', load], { env });
    expect(stdout.trim()).toBe('function');
  } finally {
    await build.close();
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
    await rm(directory, { recursive: true });
  }
});
