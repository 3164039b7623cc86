import { createHash } from 'node:crypto';
import { entrySchema } from '../../functions/workers/ledger/entry.ts';
import * as v from 'valibot';
import { isDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import { awaitEmptyQueues } from '../support/await-empty-queues.ts';
import { startDestinationServer, type DestinationServer, type ReceivedPost } from '../support/destination-server.ts';
import { localDeadLetters } from '../support/local-dead-letters.ts';
import { localObjects } from '../support/local-objects.ts';
import { putDestination } from '../support/put-destination.ts';
import { startPipeline, temporaryDirectory, type LocalPipeline } from '../support/local-pipeline.ts';
import { mixWebhooks, type MixedWebhook } from '../support/mixed-webhooks.ts';
import { seededRandom } from '../support/ports.ts';
import { post } from '../support/post-webhook.ts';
import { eventIdOf, readResults } from '../support/results.ts';

const WEBHOOKS = 2000;
const KILLS = 3;
const AT_ONCE = 16;
const random = seededRandom(20_260_102);

let destination: DestinationServer;
let pipeline: LocalPipeline;
const localDir = temporaryDirectory();
const start = async () => {
  // Five times as fast: what a destination refused once comes back while we wait.
  pipeline = await startPipeline({ localDir, args: ['--speed', '5'] });
};

beforeAll(async () => {
  destination = await startDestinationServer();
  await start();
  await putDestination(pipeline.endpoints, destination.url);
}, 60_000);
afterAll(async () => {
  await pipeline.stop();
  await destination.close();
});

/** Posts until there is an answer, as a sender that resends does; kills the process on the way. */
async function sendAll(webhooks: readonly MixedWebhook[]): Promise<ReadonlyMap<string, MixedWebhook>> {
  const accepted = new Map<string, MixedWebhook>();
  let restart: Promise<void> | undefined;
  let kills = 0;
  const killAndRestart = async () => {
    kills += 1;
    await pipeline.kill();
    await start();
    restart = undefined;
  };
  const sendUntilAccepted = async (mixed: MixedWebhook) => {
    for (;;) {
      await restart;
      const answer = await post(pipeline.endpoints.webhooks, mixed.webhook).catch(() => undefined);
      if (answer?.deliveryId === undefined) continue;
      accepted.set(answer.deliveryId, mixed);
      if (kills < KILLS && accepted.size > (WEBHOOKS * (kills + 1)) / (KILLS + 1)) restart ??= killAndRestart();
      return;
    }
  };
  const queue = webhooks.values();
  const lane = async () => {
    for (const mixed of queue) {
      await sendUntilAccepted(mixed);
      if (random.fraction() < 0.1) await sendUntilAccepted(mixed);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  await restart;
  expect(kills).toBe(KILLS);
  return accepted;
}

/** Every twentieth event is refused at its first post. */
function refuseSomeOnce(): void {
  const refused = new Set<string>();
  destination.answerWith((received) => {
    const id = webhookIdOf(received);
    if (refused.has(id) || parseInt(id.slice(0, 8), 16) % 20 !== 0) return 204;
    refused.add(id);
    return 503;
  });
}

const webhookIdOf = ({ headers }: ReceivedPost) => String(headers['webhook-id']);

const hashOf = ({ body }: ReceivedPost) => createHash('sha256').update(body).digest('hex');

async function balance(): Promise<Readonly<Record<string, bigint>>> {
  const sums: Record<string, bigint> = {};
  const objects = localObjects(pipeline.endpoints, 'ResultsBucket');
  for await (const { key } of objects.list('ledger/entries/')) {
    const stored = await objects.get(key);
    if (stored === 'missing') throw new Error(`${key} was listed and is gone`);
    const { currency, amountMinor } = v.parse(entrySchema, JSON.parse(stored.bytes.toString('utf8')));
    sums[currency] = (sums[currency] ?? 0n) + BigInt(amountMinor);
  }
  return sums;
}

test('2,000 webhooks with duplicates and poison, killed with -9 three times: every event ends once per worker, every payment counts once', async () => {
  refuseSomeOnce();
  const { webhooks, paid } = mixWebhooks(WEBHOOKS, { random, poisonShare: 0.02 });
  const accepted = await sendAll(webhooks);
  expect(accepted.size).toBe(webhooks.length);
  await awaitEmptyQueues(pipeline.endpoints, 150_000);

  const deadLetters = localDeadLetters(pipeline.endpoints);
  const ends = async (worker: string, prefix: string) => {
    const done = new Set((await readResults(pipeline.endpoints, prefix)).map(eventIdOf));
    const dead = new Set<string>();
    for (const eventId of accepted.keys()) {
      const record = done.has(eventId) ? undefined : await deadLetters.get(worker, eventId);
      if (record !== undefined && isDeadLetter(record) && record.state === 'open') dead.add(eventId);
    }
    return { done, dead };
  };
  const all = [...accepted.keys()].toSorted();
  const ofMoney = [...accepted].filter(([, { isOfMoney }]) => isOfMoney).map(([id]) => id);
  const poisoned = [...accepted].filter(([, { isPoison }]) => isPoison).map(([id]) => id);
  expect(poisoned).toHaveLength(webhooks.filter(({ isPoison }) => isPoison).length);

  const archive = await ends('archive', 'archive/');
  expect([...archive.done].toSorted()).toEqual(all);
  const forward = await ends('forward', 'results/forward/');
  expect([...forward.done].toSorted()).toEqual(all);
  const ledger = await ends('ledger', 'ledger/');
  expect([...ledger.dead].toSorted()).toEqual(poisoned.toSorted());
  expect([...ledger.done, ...ledger.dead].toSorted()).toEqual(ofMoney.toSorted());

  expect(await balance()).toEqual(paid);

  const bodies = Map.groupBy(destination.posts, webhookIdOf);
  expect([...bodies.keys()].toSorted()).toEqual(all);
  for (const posts of bodies.values()) expect(new Set(posts.map(hashOf)).size).toBe(1);
}, 300_000);
