// Events on their way to other systems, which take them, refuse them, fail and come back.
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createBreakerStore, type BreakerStore } from '#shared/breakers/breaker-store.ts';
import { DESTINATIONS_KEY } from '#shared/messages/destination.ts';
import { receiptKey, receiptSchema, type Receipt } from '#shared/messages/receipt.ts';
import * as v from 'valibot';
import { startDestinationServer, type DestinationServer } from '../support/destination-server.ts';
import { localDeadLetters, type LocalDeadLetters } from '../support/local-dead-letters.ts';
import { localObjects } from '../support/local-objects.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { readOutcomes } from '../support/read-outcomes.ts';
import { localTable } from '../support/local-table.ts';
import { post, signed } from '../support/post-webhook.ts';
import { eventIdOf, readResults } from '../support/results.ts';

jest.setTimeout(120_000);

const SECRETS = ['whsec_b2xkLXNlY3JldC1vZi10aGUtcmVjZWl2ZXI=', 'whsec_bmV3LXNlY3JldC1vZi10aGUtcmVjZWl2ZXI='];
const NAMES = ['steady', 'flaky', 'gone', 'moved', 'falling'] as const;
const LOOK_EVERY_MS = 20;

let pipeline: LocalPipeline;
let deadLetters: LocalDeadLetters;
let breakers: BreakerStore;
let servers: Readonly<Record<(typeof NAMES)[number], DestinationServer>>;

beforeAll(async () => {
  const started = await Promise.all(NAMES.map(async (name) => [name, await startDestinationServer()] as const));
  servers = Object.fromEntries(started) as typeof servers;
  pipeline = await startPipeline({ args: ['--speed', '20'] });
  deadLetters = localDeadLetters(pipeline.endpoints);
  breakers = createBreakerStore(localTable(pipeline.endpoints, 'MarkersTable'));
  // Each destination wants the types that begin with its name.
  const entries = started.map(([name, { url }]) => [
    name,
    { url: `${url}?key=tok_in_the_url`, secrets: SECRETS, types: [`${name}.*`], replaysPerSecond: 100 },
  ]);
  await localObjects(pipeline.endpoints, 'ConfigBucket').put(
    DESTINATIONS_KEY,
    Buffer.from(JSON.stringify(Object.fromEntries(entries))),
    { contentType: 'application/json' },
  );
}, 60_000);
afterAll(async () => {
  await pipeline.stop();
  await Promise.all(Object.values(servers).map((server) => server.close()));
});

const webhookOf = (type: string) =>
  signed(
    'standard-webhooks',
    { 'webhook-id': `msg_${crypto.randomUUID()}` },
    JSON.stringify({ type, marker: crypto.randomUUID(), secret: 'tok_in_the_body' }),
  );

/** A delivery with one event gives it its own id. */
async function send(webhook: ReturnType<typeof webhookOf>): Promise<string> {
  const { status, deliveryId } = await post(pipeline.endpoints.webhooks, webhook);
  expect(status).toBe(202);
  return deliveryId ?? '';
}

const postsOf = (name: (typeof NAMES)[number], eventId: string) =>
  servers[name].posts.filter(({ headers }) => headers['webhook-id'] === eventId);

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (;;) {
    // oxlint-disable no-await-in-loop -- looks again and again
    const found = await look();
    if (found !== undefined) return found;
    await sleep(LOOK_EVERY_MS);
    // oxlint-enable no-await-in-loop
  }
}

const resultOf = (eventId: string) =>
  until(async () => {
    const lines = await readResults(pipeline.endpoints, 'results/forward/');
    return lines.find((line) => eventIdOf(line) === eventId);
  });

test('an event is posted once, with the bytes of its webhook, and verifies with each of the secrets', async () => {
  const webhook = webhookOf('steady.one');
  const eventId = await send(webhook);
  expect(await resultOf(eventId)).toMatchObject({
    worker: 'forward',
    value: { receipts: [{ destination: 'steady', status: 204, attempt: 1 }] },
  });
  const [posted, ...others] = postsOf('steady', eventId);
  expect(others).toEqual([]);
  expect(posted?.body.equals(webhook.body)).toBe(true);
  expect(posted?.headers).toMatchObject({
    'content-type': 'application/json',
    'ce-id': eventId,
    'ce-source': 'standard-webhooks',
    'ce-type': 'steady.one',
  });
  for (const secret of SECRETS) {
    const headers = posted?.headers as Record<string, string>;
    expect(() => new Webhook(secret).verify(posted?.body ?? '', headers)).not.toThrow();
  }
});

test('a webhook that its sender repeats is posted once', async () => {
  const webhook = webhookOf('steady.repeated');
  const eventId = await send(webhook);
  await Promise.all(Array.from({ length: 5 }, () => send(webhook)));
  await resultOf(eventId);
  await send(webhook);
  // By the time that this has its six results or more, every copy of it was worked on.
  await until(async () => {
    const lines = await readResults(pipeline.endpoints, 'results/forward/');
    return lines.filter((line) => eventIdOf(line) === eventId).length >= 7 ? true : undefined;
  });
  expect(postsOf('steady', eventId)).toHaveLength(1);
});

test('an event whose destination fails and then takes it has its result', async () => {
  servers.flaky.answerWith(() => (servers.flaky.posts.length === 1 ? 500 : 200));
  const eventId = await send(webhookOf('flaky.one'));
  expect(await resultOf(eventId)).toMatchObject({ value: { receipts: [{ destination: 'flaky', status: 200 }] } });
  expect(postsOf('flaky', eventId)).toHaveLength(2);
});

test.each([
  ['gone', 410],
  ['moved', 302],
] as const)('an event that is refused (%s, %i) is a dead letter after one post', async (name, status) => {
  servers[name].answerWith(() => status);
  const eventId = await send(webhookOf(`${name}.one`));
  expect(await deadLetters.waitForOpen('forward', eventId)).toMatchObject({
    failure: { class: 'gave-up', message: `${name} answered ${status}`, destination: name, attempts: 1 },
  });
  expect(postsOf(name, eventId)).toHaveLength(1);
});

test('a destination that is down is spared, and gets all that waited once it is up again, by itself', async () => {
  let isUp = false;
  servers.falling.answerWith(() => (isUp ? 200 : 503));
  const eventIds = await Promise.all(Array.from({ length: 25 }, () => send(webhookOf('falling.one'))));
  const waiting = await Promise.all(eventIds.map((eventId) => deadLetters.waitForOpen('forward', eventId)));
  for (const { failure } of waiting)
    expect(failure).toMatchObject({ class: 'destination-down', destination: 'falling' });
  for (const { failure } of waiting)
    expect(failure.message).toMatch(/^falling takes nothing since \S+ UTC: it answered 503$/);
  const postsWhileDown = servers.falling.posts.length;

  const spared = await send(webhookOf('falling.spared'));
  await deadLetters.waitForOpen('forward', spared);
  expect(postsOf('falling', spared)).toEqual([]);
  expect(servers.falling.posts).toHaveLength(postsWhileDown);

  isUp = true;
  await shortenTheWait();
  // What the schedule of the probe does is all that happens now.
  await Promise.all(
    [...eventIds, spared].map((eventId) =>
      deadLetters.waitFor({ worker: 'forward', eventId }, ({ state }) => state === 'done'),
    ),
  );
  for (const eventId of [...eventIds, spared]) {
    expect(postsOf('falling', eventId).length).toBeGreaterThan(0);
    // oxlint-disable no-await-in-loop -- one after the other
    const record = await deadLetters.get('forward', eventId);
    const run = record && 'run' in record ? record.run : undefined;
    const { request } = await finishedReceipt(String(run));
    expect(request).toMatchObject({ kind: 'probe', from: 'forward', destination: 'falling' });
    const outcomes = await readOutcomes(localObjects(pipeline.endpoints, 'ResultsBucket'), String(run));
    expect(outcomes).toContainEqual({ id: `forward/${eventId}`, outcome: 'replayed' });
    // oxlint-enable no-await-in-loop
  }
});

/** A run goes on while what it has sent is worked on already. */
const finishedReceipt = (run: string): Promise<Receipt> =>
  until(async () => {
    const stored = await localObjects(pipeline.endpoints, 'ResultsBucket').get(receiptKey(run));
    if (stored === 'missing') throw new Error(`The run ${run} has no receipt`);
    const receipt = v.parse(receiptSchema, JSON.parse(stored.bytes.toString()));
    return receipt.state === 'finished' ? receipt : undefined;
  });

/** `--speed` leaves the breaker's half-minute alone; so long that every environment has forgotten the longer one by then. */
const SHORT_WAIT_MS = 3500;

async function shortenTheWait() {
  await until(async () => {
    const stored = await breakers.get('falling');
    if (!stored) throw new Error('The breaker of falling is not open');
    const outcome = await breakers.put({ ...stored.breaker, untilMs: Date.now() + SHORT_WAIT_MS }, stored.revision);
    return outcome === 'conflict' ? undefined : outcome;
  });
}

test('no log line and no dead letter shows a URL, a secret or a body', async () => {
  expect(pipeline.output()).toContain('falling');
  expect(pipeline.output()).not.toMatch(/tok_in_the_url|tok_in_the_body|b2xkLXNlY3JldC|bmV3LXNlY3JldC/);
  const { deadLetters: letters } = await deadLetters.store.page({ worker: 'forward', state: 'open' });
  expect(JSON.stringify(letters)).not.toMatch(/tok_in_the_url|tok_in_the_body|b2xkLXNlY3JldC|bmV3LXNlY3JldC/);
});
