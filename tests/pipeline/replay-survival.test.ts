import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { replayAnswerSchema, type ReplayRequest } from '#shared/messages/replay-request.ts';
import { awaitEmptyQueues } from '../support/await-empty-queues.ts';
import { startDestinationServer, type DestinationServer } from '../support/destination-server.ts';
import { invokeFunction } from '../support/invoke-function.ts';
import { localDeadLetters } from '../support/local-dead-letters.ts';
import { localObjects } from '../support/local-objects.ts';
import { putDestination } from '../support/put-destination.ts';
import { readOutcomes } from '../support/read-outcomes.ts';
import { startPipeline, temporaryDirectory, type LocalPipeline } from '../support/local-pipeline.ts';
import { githubPush, post } from '../support/post-webhook.ts';
import { eventIdOf, readResults } from '../support/results.ts';

const EVENTS = 1000;
const AT_ONCE = 16;
/** What forward has under way at most: ten functions with ten events each. */
const UNDER_WAY_MAX = 100;
/** From a post that was answered to its marker, on a machine that has much else to do. */
const MARKED_WITHIN_MS = 5000;

let destination: DestinationServer;
let pipeline: LocalPipeline;
const localDir = temporaryDirectory();

beforeAll(async () => {
  destination = await startDestinationServer();
  pipeline = await startPipeline({ localDir });
  await putDestination(pipeline.endpoints, destination.url);
}, 60_000);
afterAll(async () => {
  await pipeline.stop();
  await destination.close();
});

const ask = async (request: ReplayRequest) =>
  v.parse(replayAnswerSchema, await invokeFunction(pipeline.endpoints, 'replay', request));

const replayAll = (run?: string) =>
  ask({ replay: { run, from: 'forward', all: true, reason: 'The destination takes events again' } });

/** Goes on with it as soon as the call that was killed can no longer be at it. */
async function resume(run: string) {
  for (;;) {
    try {
      const answer = await ask({ resume: { run } });
      if (answer.state === 'finished') return answer;
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('is being worked on by another call')) throw error;
      await sleep(1000);
    }
  }
}

const count = (state: 'open' | 'replaying' | 'done') =>
  localDeadLetters(pipeline.endpoints).store.count({ worker: 'forward', state });

/** Every event is refused for good, and is a dead letter. */
async function givenRefusedEvents(): Promise<ReadonlySet<string>> {
  destination.answerWith(() => 410);
  const ids = new Set<string>();
  let left = EVENTS;
  const lane = async () => {
    while (left-- > 0) ids.add((await post(pipeline.endpoints.webhooks, githubPush())).deliveryId ?? 'none');
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  await awaitEmptyQueues(pipeline.endpoints, 120_000);
  expect(await count('open')).toBe(EVENTS);
  return ids;
}

/** The ids that were taken, each with the times of its posts. */
function takePosts() {
  const takenAtMs = new Map<string, number[]>();
  const enough = Promise.withResolvers<void>();
  destination.answerWith(({ headers }) => {
    const id = String(headers['webhook-id']);
    takenAtMs.set(id, [...(takenAtMs.get(id) ?? []), performance.now()]);
    if (takenAtMs.size > EVENTS / 3) enough.resolve();
    return 204;
  });
  return { takenAtMs, enough: enough.promise };
}

test('a replay of 1,000 that runs twice at once and is killed half-way makes no second effect and loses nothing', async () => {
  const ids = await givenRefusedEvents();
  const { takenAtMs, enough } = takePosts();

  const names = ['the-first-of-two', 'the-second-of-two'];
  const runs = names.map((name) => replayAll(name).catch((error: unknown) => error));
  await enough;
  const killedAtMs = performance.now();
  await pipeline.kill();
  await Promise.all(runs);
  expect(takenAtMs.size).toBeLessThan(EVENTS);
  pipeline = await startPipeline({ localDir });

  const replayed = new Set<string>();
  for (const name of names) {
    const { matched, succeeded, skipped, failed } = await resume(name);
    const outcomes = await readOutcomes(localObjects(pipeline.endpoints, 'ResultsBucket'), name);
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(outcomes.length);
    expect([matched, succeeded + skipped + failed]).toEqual([outcomes.length, outcomes.length]);
    for (const { id, outcome } of outcomes) if (outcome === 'replayed') replayed.add(id.replace('forward/', ''));
  }
  expect(replayed).toEqual(ids);

  // What the dead runs had claimed is free again within a minute.
  while ((await count('open')) + (await count('replaying')) > 0) {
    await replayAll();
    await awaitEmptyQueues(pipeline.endpoints, 60_000);
    if ((await count('replaying')) > 0) await sleep(1000);
  }
  await awaitEmptyQueues(pipeline.endpoints, 60_000);

  const forwarded = (await readResults(pipeline.endpoints, 'results/forward/')).map(eventIdOf);
  expect(new Set(forwarded)).toEqual(ids);
  expect(await count('done')).toBe(EVENTS);
  expect(new Set(takenAtMs.keys())).toEqual(ids);
  const repeated = [...takenAtMs.values()].filter((times) => times.length > 1);
  expect(repeated.length).toBeLessThanOrEqual(UNDER_WAY_MAX);
  // Only where the kill fell between the post and its record.
  for (const [first = 0] of repeated) expect(killedAtMs - first).toBeLessThan(MARKED_WITHIN_MS);
}, 300_000);
