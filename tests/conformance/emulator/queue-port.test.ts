import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';

import { createHeldMessages } from '#shared/aws/held-messages.ts';
import { createQueue as createQueuePort } from '#shared/aws/queue.ts';
import { createTopic } from '#shared/aws/topic.ts';
import { GiveUp } from '#shared/errors.ts';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { startEmulatorClients } from '../../support/emulator-clients.ts';
import { counts, createQueue, receive, send } from '../../support/emulator-queues.ts';

// Longer than any test runs: a wait that ends early was ended by an event.
const longMs = 60_000;

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients({ speed: 50 });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.emulators.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
});
afterAll(() => aws.close());

test('a message is received with all it has, asked for or not', async () => {
  const queue = await createQueue(aws.sqs);
  const raw = { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) };
  const source = { DataType: 'String', StringValue: 'github' };
  await aws.sqs.send(
    new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'hello', MessageAttributes: { raw, source } }),
  );
  const [message] = await aws.emulators.queues.receive(queue.name, { max: 10, waitMs: 0 });
  expect(message).toMatchObject({
    body: 'hello',
    md5OfBody: '5d41402abc4b2a76b9719d911017c592',
    attributes: { ApproximateReceiveCount: '1', SenderId: '000000000000' },
    messageAttributes: { source, raw: { DataType: 'Binary', BinaryValue: 'AP8=' } },
    md5OfMessageAttributes: expect.stringMatching(/^[\da-f]{32}$/),
  });
  aws.emulators.queues.delete(queue.name, [message!.receiptHandle]);
  expect(await counts(aws.sqs, queue)).toBe('0/0/0');
});

test('one receive may take more than ten messages', async () => {
  const queue = await createQueue(aws.sqs);
  for (const batch of [0, 1, 2]) {
    const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: `id-${index}`, MessageBody: `${batch}-${index}` }));
    await aws.sqs.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  }
  const messages = await aws.emulators.queues.receive(queue.name, { max: 25, waitMs: 0 });
  expect(new Set(messages.map(({ body }) => body)).size).toBe(25);
  expect(await counts(aws.sqs, queue)).toBe('5/25/0');
});

test('a long poll wakes on a send, on the end of a delay and on the end of a visibility timeout', async () => {
  const queue = await createQueue(aws.sqs, { VisibilityTimeout: '5' });
  const receive = () => aws.emulators.queues.receive(queue.name, { max: 10, waitMs: longMs });
  const onSend = receive();
  await send(aws.sqs, queue, 'sent');
  const [sent] = await onSend;
  expect(sent).toMatchObject({ body: 'sent' });
  const [again] = await receive();
  expect(again).toMatchObject({ body: 'sent', attributes: { ApproximateReceiveCount: '2' } });
  aws.emulators.queues.delete(queue.name, [again!.receiptHandle]);
  const onDelay = receive();
  await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'delayed', DelaySeconds: 5 }));
  expect(await onDelay).toMatchObject([{ body: 'delayed' }]);
});

test('messages sent at once are received together by one waiter', async () => {
  const queue = await createQueue(aws.sqs);
  const waiting = aws.emulators.queues.receive(queue.name, { max: 10, waitMs: longMs });
  const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: `id-${index}`, MessageBody: 'x' }));
  await aws.sqs.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  expect(await waiting).toHaveLength(10);
});

test('an abort ends the wait with nothing, and takes nothing', async () => {
  const queue = await createQueue(aws.sqs);
  const stop = new AbortController();
  const options = { max: 10, waitMs: longMs, signal: stop.signal };
  const waiting = aws.emulators.queues.receive(queue.name, options);
  stop.abort();
  expect(await waiting).toEqual([]);
  await send(aws.sqs, queue, 'kept');
  expect(await aws.emulators.queues.receive(queue.name, options)).toEqual([]);
  expect(await counts(aws.sqs, queue)).toBe('1/0/0');
});

test('the visibility timeout reads as it was set, whatever the speed', async () => {
  const queue = await createQueue(aws.sqs, { VisibilityTimeout: '360' });
  expect(aws.emulators.queues.visibilityTimeoutSeconds(queue.name)).toBe(360);
});

test('a queue that does not exist is an error', async () => {
  await expect(aws.emulators.queues.receive('missing', { max: 1, waitMs: 0 })).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  });
});

test('closing sends every waiter away', async () => {
  const other = await startEmulatorClients();
  const queue = await createQueue(other.sqs);
  const waiting = other.emulators.queues.receive(queue.name, { max: 1, waitMs: longMs });
  await other.close();
  expect(await waiting).toEqual([]);
});

const messages = (count: number, body = (index: number) => `message ${index}`) =>
  Array.from({ length: count }, (_, index) => ({ body: body(index), attributes: { source: 'github' } }));

const oneRefused = (index: number) => (index === 3 ? 'not XML: \u0001' : 'good');

describe('a queue that a function sends to', () => {
  test('takes any number, in as few calls as the limits allow', async () => {
    const queue = await createQueue(aws.sqs);
    expect(await createQueuePort(queue.url).sendAll(messages(25))).toEqual(Array.from({ length: 25 }));
    const received = await aws.emulators.queues.receive(queue.name, { max: 30, waitMs: 0 });
    expect(received.map(({ body }) => body).toSorted()).toEqual(
      messages(25)
        .map(({ body }) => body)
        .toSorted(),
    );
    expect(received[0]?.messageAttributes).toMatchObject({ source: { StringValue: 'github' } });
  });

  test('takes messages that are too large together one after the other', async () => {
    const queue = await createQueue(aws.sqs);
    const errors = await createQueuePort(queue.url).sendAll(messages(10, () => 'x'.repeat(250_000)));
    expect(errors.every((error) => error === undefined)).toBe(true);
    expect(await counts(aws.sqs, queue)).toBe('10/0/0');
  });

  test('says of each message by itself why it was not confirmed', async () => {
    const queue = await createQueue(aws.sqs);
    const errors = await createQueuePort(queue.url).sendAll(messages(5, oneRefused));
    expect(errors.map((error) => error?.message)).toEqual([
      undefined,
      undefined,
      undefined,
      expect.stringContaining('SQS: InvalidMessageContents'),
      undefined,
    ]);
    expect(await counts(aws.sqs, queue)).toBe('4/0/0');
  });

  test('that does not exist is an error of every message, and none at all sends nothing', async () => {
    const queue = createQueuePort(`${aws.emulators.url}/000000000000/missing`);
    const errors = await queue.sendAll(messages(11));
    expect(errors).toHaveLength(11);
    for (const error of errors) expect(error).toBeInstanceOf(Error);
    expect(await queue.sendAll([])).toEqual([]);
  });
});

async function givenHeld(count: number) {
  const queue = await createQueue(aws.sqs, { VisibilityTimeout: '40000' });
  await createQueuePort(queue.url).sendAll(messages(count));
  const received = await aws.emulators.queues.receive(queue.name, { max: count, waitMs: 0 });
  return { queue, held: createHeldMessages(queue.url), handles: received.map(({ receiptHandle }) => receiptHandle) };
}

describe('messages that a function holds', () => {
  test('are postponed, any number of them, each for its own time', async () => {
    const { queue, held, handles } = await givenHeld(25);
    const soon = handles.map((receiptHandle, index) => ({ receiptHandle, seconds: index < 24 ? 0 : 43_000 }));
    expect(await held.postpone(soon)).toEqual(Array.from({ length: 25 }));
    expect(await counts(aws.sqs, queue)).toBe('24/1/0');
  });

  test('are given again when their time has passed', async () => {
    const { queue, held, handles } = await givenHeld(1);
    await held.postpone([{ receiptHandle: handles[0]!, seconds: 5 }]);
    expect(await receive(aws.sqs, queue)).toEqual([]);
    const [again] = await aws.emulators.queues.receive(queue.name, { max: 1, waitMs: longMs });
    expect(again).toMatchObject({ attributes: { ApproximateReceiveCount: '2' } });
  });

  test('are refused one by one', async () => {
    const { queue, held, handles } = await givenHeld(2);
    const [good, other] = handles;
    const errors = await held.postpone([
      { receiptHandle: good!, seconds: 0 },
      { receiptHandle: 'no handle', seconds: 0 },
      { receiptHandle: other!, seconds: 43_201 },
    ]);
    expect(errors[0]).toBeUndefined();
    for (const error of errors.slice(1)) expect(String(error)).toMatch(/SQS: \w+/);
    expect(await counts(aws.sqs, queue)).toBe('1/1/0');
  });

  test('of a queue that does not exist are an error each, and none at all is no call', async () => {
    const held = createHeldMessages(`${aws.emulators.url}/000000000000/missing`);
    const [error, ...others] = await held.postpone([{ receiptHandle: 'a', seconds: 0 }]);
    expect([error, others]).toEqual([expect.any(Error), []]);
    expect(await held.postpone([])).toEqual([]);
  });
});

test('an event that the topic refuses for good is given up by itself', async () => {
  const { TopicArn } = await aws.sns.send(new CreateTopicCommand({ Name: 'events' }));
  const entries = ['good', '', 'good'].map((message) => ({ message, attributes: {} }));
  const errors = await createTopic(TopicArn!).publish(entries);
  expect(errors).toEqual([undefined, expect.any(GiveUp), undefined]);
});
