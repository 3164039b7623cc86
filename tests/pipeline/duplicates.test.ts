// Every hop delivers at least once. Whatever comes twice ends as one result, or one dead letter, per event and worker.
import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import { createQueue } from '#shared/aws/queue.ts';
import { archivedBytes } from '#shared/messages/archive-line.ts';
import { eventAttributes } from '#shared/messages/attributes.ts';
import { writeDelivery } from '#shared/messages/delivery.ts';
import { writeEvent } from '#shared/messages/event.ts';
import { writeFailure } from '#shared/messages/failure.ts';
import { replayAnswerSchema } from '#shared/messages/replay-request.ts';
import * as v from 'valibot';
import type { Trouble } from '../fixtures/workers/troublesome/trouble.ts';
import { createArchiveReader } from '../support/archive.ts';
import { awaitEmptyQueues } from '../support/await-empty-queues.ts';
import { givenFailure } from '../support/given-dead-letters.ts';
import { givenDelivery, givenEvent } from '../support/given-messages.ts';
import { invokeFunction } from '../support/invoke-function.ts';
import { localDeadLetters, type LocalDeadLetters } from '../support/local-dead-letters.ts';
import { localObjects } from '../support/local-objects.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { TRACEPARENT } from '../support/ports.ts';
import { post, signed } from '../support/post-webhook.ts';
import { serviceWithWorkers } from '../support/service-with-workers.ts';
import { startAdviser } from '../support/start-adviser.ts';
import { patientWorkers } from '../support/worker-rows.ts';

jest.setTimeout(120_000);

// Visibility passes faster, but not faster than a function runs: a batch has 60 s / 5, its function 10 s.
const speed = 5;

let pipeline: LocalPipeline;
let deadLetters: LocalDeadLetters;
let archive: ReturnType<typeof createArchiveReader>;
beforeAll(async () => {
  pipeline = await startPipeline({
    service: await serviceWithWorkers(patientWorkers),
    args: ['--speed', String(speed)],
  });
  deadLetters = localDeadLetters(pipeline.endpoints);
  archive = createArchiveReader(pipeline.endpoints);
}, 120_000);
afterAll(() => pipeline.stop());

function queueNamed(name: string) {
  const url = pipeline.endpoints.queues[`webhook-pipeline-local-${name}`];
  if (url === undefined) throw new Error(`There is no queue ${name}`);
  return createQueue(url);
}

const newId = () => randomBytes(16).toString('hex');
const bodyWith = (trouble: Trouble) => JSON.stringify({ type: 'trouble', trouble });

/** The keys of this event's results, once nothing is under way any more. */
async function resultKeys(eventId: string): Promise<readonly string[]> {
  await awaitEmptyQueues(pipeline.endpoints);
  const keys: string[] = [];
  for await (const { key } of localObjects(pipeline.endpoints, 'ResultsBucket').list(
    patientWorkers.troublesome.resultsPrefix,
  )) {
    if (key.includes(eventId)) keys.push(key);
  }
  return keys;
}

/** What is true of an event that came twice and is worked on: one result, one archived event, no dead letter. */
async function expectOneResult(eventId: string): Promise<void> {
  expect(await resultKeys(eventId)).toEqual([`${patientWorkers.troublesome.resultsPrefix}${eventId}.json`]);
  // The archive may repeat a line; its readers take one per id.
  const lines = (await archive.lines()).filter(({ id }) => id === eventId);
  expect(new Set(lines.map(({ id }) => id)).size).toBe(1);
  expect(new Set(lines.map((line) => archivedBytes(line).toString())).size).toBe(1);
  for (const worker of ['troublesome', 'archive']) expect(await deadLetters.get(worker, eventId)).toBeUndefined();
}

test('a webhook that its sender posts twice', async () => {
  const webhook = signed('standard-webhooks', { 'webhook-id': `msg_${newId()}` }, bodyWith({ kind: 'none' }));
  const answers = [await post(pipeline.endpoints.webhooks, webhook), await post(pipeline.endpoints.webhooks, webhook)];
  const [first, second] = answers.map(({ deliveryId }) => deliveryId);
  expect(second).toBe(first);
  await expectOneResult(first ?? '');
});

test('a delivery that is on its queue twice', async () => {
  const id = newId();
  const events = [{ id, type: 'trouble' }];
  const body = writeDelivery(givenDelivery({ id, events, body: { text: bodyWith({ kind: 'none' }) } }));
  const message = { body, attributes: { source: 'stripe-eu', traceparent: TRACEPARENT } };
  await queueNamed('deliveries').sendAll([message, message]);
  await expectOneResult(id);
});

test("an event that is on each worker's queue twice", async () => {
  const event = givenEvent({ id: newId(), type: 'trouble', body: { text: bodyWith({ kind: 'none' }) } });
  const message = { body: writeEvent(event), attributes: eventAttributes(event, TRACEPARENT) };
  for (const worker of ['archive', 'troublesome']) await queueNamed(worker).sendAll([message, message]);
  await expectOneResult(event.id);
});

test('a dead letter that is on its queue twice is one record', async () => {
  const event = givenEvent({ id: newId(), type: 'trouble', body: { text: bodyWith({ kind: 'none' }) } });
  const failure = writeFailure(givenFailure({ worker: 'troublesome' }));
  const message = { body: writeEvent(event), attributes: { ...eventAttributes(event, TRACEPARENT), failure } };
  await queueNamed('troublesome-dead-letters').sendAll([message, message]);
  await awaitEmptyQueues(pipeline.endpoints);
  const ofWorker = { worker: 'troublesome', state: 'open' } as const;
  const { deadLetters: open } = await deadLetters.store.page(ofWorker);
  expect(open.filter(({ eventId }) => eventId === event.id)).toMatchObject([{ arrivals: 2, replays: 0 }]);
});

test('a dead letter that is replayed twice has one result and is done', async () => {
  let isHealed = false;
  using adviser = await startAdviser(() => ({ kind: isHealed ? 'none' : 'give-up' }));
  const trouble: Trouble = { kind: 'ask', url: adviser.url };
  const event = givenEvent({ id: newId(), type: 'trouble', body: { text: bodyWith(trouble) } });
  const message = { body: writeEvent(event), attributes: eventAttributes(event, TRACEPARENT) };
  await queueNamed('troublesome').send(message);
  await deadLetters.waitForOpen('troublesome', event.id);
  isHealed = true;
  const request = { replay: { from: 'troublesome', ids: [event.id], reason: 'the worker is healed' } };
  const replay = async () => v.parse(replayAnswerSchema, await invokeFunction(pipeline.endpoints, 'replay', request));
  const runs = await Promise.all([replay(), replay()]);
  expect(runs.map(({ succeeded }) => succeeded).toSorted((one, other) => one - other)).toEqual([0, 1]);
  expect(runs.map(({ failed }) => failed)).toEqual([0, 0]);
  await deadLetters.waitFor({ worker: 'troublesome', eventId: event.id }, ({ state }) => state === 'done');
  expect(await replay()).toMatchObject({ succeeded: 0, skipped: 1, skippedBecause: { done: 1 } });
  expect(await resultKeys(event.id)).toEqual([`${patientWorkers.troublesome.resultsPrefix}${event.id}.json`]);
});
