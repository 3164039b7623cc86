import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { startEmulatorClients } from '../../support/emulator-clients.ts';
import { counts, createQueue, send } from '../../support/emulator-queues.ts';

// Longer than any test runs: a wait that ends early was ended by an event.
const longMs = 60_000;

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients({ speed: 50 });
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
