import { randomUUID } from 'node:crypto';
import { PublishCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { writeDelivery } from '#shared/messages/delivery.ts';
import { writeEvent } from '#shared/messages/event.ts';
import { writeFailure } from '#shared/messages/failure.ts';
import { writeReplayMark } from '#shared/messages/replay-mark.ts';
import type { Attributes } from '#shared/ports.ts';
import { createClients } from '../support/emulator-clients.ts';
import { givenFailure } from '../support/given-dead-letters.ts';
import { givenDelivery, givenEvent } from '../support/given-messages.ts';
import { localDeadLetters, type LocalDeadLetters } from '../support/local-dead-letters.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { readTemplate } from '../support/template-reader.ts';

const { workers } = readTemplate('local');
// Stands for those of every worker: the same rows made all of them.
const [worker = 'none'] = workers;

let pipeline: LocalPipeline;
let aws: ReturnType<typeof createClients>;
let deadLetters: LocalDeadLetters;

beforeAll(async () => {
  pipeline = await startPipeline();
  aws = createClients(pipeline.endpoints.aws);
  deadLetters = localDeadLetters(pipeline.endpoints);
}, 90_000);
afterAll(async () => {
  for (const client of Object.values(aws)) client.destroy();
  await pipeline.stop();
});

const queueUrl = (queue: string) => pipeline.endpoints.queues[`webhook-pipeline-local-${queue}`] ?? 'no such queue';
const texts = (attributes: Attributes) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
const sendTo = (url: string, body: string, attributes: Attributes = {}) =>
  aws.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, MessageAttributes: texts(attributes) }));

const newEvent = () => givenEvent({ id: randomUUID(), headers: {} });

test.each(workers)('what %s gave up is in the table with its message and its failure', async (worker) => {
  const event = newEvent();
  const body = writeEvent(event);
  const failure = givenFailure({ class: 'gave-up', worker, message: 'The order has no lines' });
  const attributes = { source: event.source, type: event.type };
  await sendTo(queueUrl(`${worker}-dead-letters`), body, { ...attributes, failure: writeFailure(failure) });
  expect(await deadLetters.waitFor({ worker, eventId: event.id })).toMatchObject({
    worker,
    eventId: event.id,
    state: 'open',
    replays: 0,
    arrivals: 1,
    failure,
    body,
    attributes,
  });
});

test('a delivery that dispatch could not publish is in the table as dispatch’s', async () => {
  const delivery = givenDelivery({ id: randomUUID() });
  const failure = givenFailure({ worker: 'dispatch', queue: 'webhook-pipeline-local-deliveries' });
  await sendTo(queueUrl('deliveries-dead-letters'), writeDelivery(delivery), { failure: writeFailure(failure) });
  expect(await deadLetters.waitFor({ worker: 'dispatch', eventId: delivery.id })).toMatchObject({
    worker: 'dispatch',
    failure,
  });
});

test('a message on which the worker died every time is moved by SQS and is in the table as crashed', async () => {
  const event = newEvent();
  // A queue that nobody reads stands for that of a function which dies; only SQS itself can say that it moved a message.
  const DeadLetters = queueUrl(`${worker}-dead-letters`);
  const RedriveAllowPolicy = JSON.stringify({ redrivePermission: 'allowAll' });
  await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: DeadLetters, Attributes: { RedriveAllowPolicy } }));
  const deadLetterTargetArn = `arn:aws:sqs:us-east-1:000000000000:webhook-pipeline-local-${worker}-dead-letters`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
  const Attributes = { RedrivePolicy, VisibilityTimeout: '0' };
  const { QueueUrl = '' } = await aws.sqs.send(new CreateQueueCommand({ QueueName: 'dying', Attributes }));
  await sendTo(QueueUrl, writeEvent(event), { failure: writeFailure(givenFailure()) });
  for (let receives = 0; receives < 2; receives += 1) await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(await deadLetters.waitFor({ worker, eventId: event.id })).toMatchObject({
    state: 'open',
    failure: { class: 'crashed', name: 'Crashed', queue: `webhook-pipeline-local-${worker}` },
  });
});

test('what SNS could not put on the queue of a worker is in the table as undeliverable', async () => {
  const event = newEvent();
  // Raw delivery refuses what has more attributes than a message on a queue may have.
  const tooMany = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`extra${index}`, 'x']));
  await aws.sns.send(
    new PublishCommand({
      TopicArn: pipeline.endpoints.topics['webhook-pipeline-local-events'],
      Message: writeEvent(event),
      MessageAttributes: texts({ source: event.source, type: event.type, ...tooMany }),
    }),
  );
  expect(await deadLetters.waitFor({ worker: 'archive', eventId: event.id })).toMatchObject({
    state: 'open',
    failure: { class: 'undeliverable', name: 'Undeliverable' },
  });
});

test('a message that nobody can read is kept as well', async () => {
  await sendTo(queueUrl(`${worker}-dead-letters`), 'no JSON');
  // The first characters of the hash of what was sent: sha256sum says the same.
  const eventId = `unreadable-29ecbeb830e3244605e5a88493e40884`;
  expect(await deadLetters.waitFor({ worker, eventId })).toMatchObject({ state: 'open', body: 'no JSON' });
});

test('a dead letter that comes twice is one record, and one that comes back from a replay opens it again', async () => {
  const event = newEvent();
  const key = { worker, eventId: event.id };
  const failure = writeFailure(givenFailure({ worker }));
  const send = (attributes: Attributes) =>
    sendTo(queueUrl(`${worker}-dead-letters`), writeEvent(event), { failure, ...attributes });
  await Promise.all([send({}), send({})]);
  expect(await deadLetters.waitFor(key, (record) => 'arrivals' in record && record.arrivals === 2)).toMatchObject({
    state: 'open',
    replays: 0,
  });
  await send({ replay: writeReplayMark({ run: 'run-1', count: 1 }) });
  expect(await deadLetters.waitFor(key, ({ replays }) => replays === 1)).toMatchObject({
    state: 'open',
    arrivals: 3,
    run: 'run-1',
  });
});

test('the table lists what is open, and the keeper has left nothing on a dead-letter queue', async () => {
  const event = newEvent();
  const fingerprint = randomUUID().slice(0, 16);
  await sendTo(queueUrl(`${worker}-dead-letters`), writeEvent(event), {
    failure: writeFailure(givenFailure({ worker, fingerprint })),
  });
  await deadLetters.waitFor({ worker, eventId: event.id });
  const group = { worker, state: 'open', fingerprint } as const;
  const { members } = await deadLetters.store.pageOfGroup(group);
  expect(members.map(({ id }) => id)).toEqual([`${worker}/${event.id}`]);
  expect(await deadLetters.store.countOfGroup(group)).toBe(1);
  expect(pipeline.output()).not.toMatch(/records failed/);
});
