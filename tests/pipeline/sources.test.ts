// Sources of a running pipeline, changed from the command line. Ingest holds its copy for up to a minute, and a new one reads
// them as it starts: a restart shows what that minute would, and that the sources survive it.
import { jest } from '@jest/globals';
import type { Provider } from '../../functions/ingest/providers/provider.ts';
import { signWebhook } from '../../functions/ingest/signature/sign-webhook.ts';
import { allProviders } from '../support/all-providers.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { post } from '../support/post-webhook.ts';
import { runHooks } from '../support/run-hooks.ts';

jest.setTimeout(120_000);

let pipeline: LocalPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
}, 90_000);
afterAll(() => pipeline.stop());

async function restart(): Promise<void> {
  const { localDir } = pipeline;
  await pipeline.stop();
  pipeline = await startPipeline({ localDir });
}

/** What it wrote, once it has succeeded; the secrets that were piped in are nowhere in it. */
async function sources(args: readonly string[], input = ''): Promise<readonly Record<string, unknown>[]> {
  const { exitCode, stdout, stderr } = await runHooks(pipeline.localDir, ['sources', ...args, '--json'], { input });
  if (exitCode !== 0) throw new Error(`It ended with ${exitCode}: ${stderr}${stdout}`);
  const told = stdout + stderr;
  expect(input !== '' && told.includes(input.trim())).toBe(false);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const provider = (wanted: string): Provider => {
  const found = allProviders.find(({ name }) => name === wanted);
  if (!found) throw new Error(`There is no provider ${wanted}`);
  return found;
};

async function statusOf(
  source: string,
  kind: string,
  secret: string,
  headers: Record<string, string>,
): Promise<number> {
  const events = [
    { action: 'added', resource: { gid: crypto.randomUUID(), resource_type: 'task' }, created_at: 'now' },
  ];
  const unsigned = {
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify({ id: crypto.randomUUID(), events })),
  };
  const signed = signWebhook(provider(kind), secret, unsigned, new Date());
  return (await post(pipeline.endpoints.webhooks, { source, ...signed })).status;
}

const shopify = (secret: string) =>
  statusOf('shop-eu', 'shopify', secret, {
    'x-shopify-topic': 'orders/create',
    'x-shopify-webhook-id': crypto.randomUUID(),
    'x-shopify-event-id': crypto.randomUUID(),
  });

test('a canary comes through to its result once its source is in force, and nobody but its own worker gets it', async () => {
  const canary = async (...more: readonly string[]) => {
    const { exitCode, stdout } = await runHooks(pipeline.localDir, ['canary', '--json', ...more]);
    return { exitCode, told: JSON.parse(stdout) as Record<string, never> };
  };
  // Ingest has read its sources, and knows nothing of what the canary adds.
  expect(await shopify('nobody-knows-it')).toBe(404);
  const early = await canary('--timeout', '1');
  expect(early).toMatchObject({ exitCode: 1, told: { isThrough: false, stop: { at: 'ingest' } } });
  await restart();

  const { exitCode, told } = await canary();
  expect(told).toMatchObject({
    kind: 'canary',
    stage: 'local',
    isThrough: true,
    steps: [{ step: 'source' }, { step: 'accepted' }, { step: 'result' }],
  });
  expect(exitCode).toBe(0);
  const { stdout } = await runHooks(pipeline.localDir, ['trace', String(told['deliveryId']), '--json']);
  const { stands } = JSON.parse(stdout) as { readonly stands: readonly { worker: string; state: string }[] };
  expect(Object.fromEntries(stands.map(({ worker, state }) => [worker, state]))).toEqual({
    archive: 'not-subscribed',
    forward: 'not-subscribed',
    ledger: 'not-subscribed',
    canary: 'result',
  });
});

test('secrets rotate without a deploy, and an offered one counts once it is confirmed', async () => {
  const [old, young, offered] = ['the-old-secret', 'the-young-secret', 'a-secret-that-asana-made-up'];
  expect(await shopify(old)).toBe(404);
  const [added] = await sources(['add', 'shop-eu', '--provider', 'shopify'], `${old}\n`);
  expect(added).toMatchObject({ url: `${pipeline.endpoints.webhooks}/webhooks/shop-eu`, problems: [] });
  const [board] = await sources(['add', 'board', '--provider', 'asana', '--await-secret', '10m']);
  const { search } = new URL(String(board?.['url']));
  await restart();

  expect([await shopify(old), await shopify(young)]).toEqual([202, 401]);
  const handshake = { source: 'board', headers: { 'x-hook-secret': offered }, body: Buffer.alloc(0) };
  expect((await post(pipeline.endpoints.webhooks, handshake)).status).toBe(403);
  const answer = await post(pipeline.endpoints.webhooks, { ...handshake, source: `board${search}` });
  expect([answer.status, answer.headers['x-hook-secret']]).toEqual([200, offered]);
  expect(await statusOf('board', 'asana', offered, {})).toBe(401);
  const [confirmed] = await sources(['confirm', 'board', '--yes']);
  expect(confirmed).toMatchObject({ kind: 'confirmed', name: 'board', forgotten: 0 });
  expect(JSON.stringify(confirmed)).not.toContain(offered);
  const [rotated] = await sources(['rotate', 'shop-eu', '--retire-old-after', '24h'], young);
  expect(rotated).toMatchObject({ ended: [{ fingerprint: added?.['fingerprint'] }] });
  await restart();

  expect([await shopify(old), await shopify(young)]).toEqual([202, 202]);
  expect(await statusOf(`board${search}`, 'asana', offered, {})).toBe(200);
  await sources(['retire', 'shop-eu', '--secret', String(added?.['fingerprint']), '--yes']);
  await sources(['retire', 'board', '--yes']);
  await restart();

  expect([await shopify(old), await shopify(young)]).toEqual([401, 202]);
  expect(await statusOf('board', 'asana', offered, {})).toBe(404);
  expect(await sources(['check'])).toEqual([]);
  expect(pipeline.output()).not.toMatch(/the-old-secret|the-young-secret|asana-made-up/);
});
