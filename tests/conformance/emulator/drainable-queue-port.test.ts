import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { behindAQueue } from '#shared/aws/client-settings.ts';
import { createDrainableQueue } from '#shared/aws/drainable-queue.ts';
import { createQueue as createQueuePort } from '#shared/aws/queue.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { startEmulatorClients, type EmulatorClients } from '../../support/emulator-clients.ts';
import { counts, createQueue, createQueueWithDeadLetters, receiveOne, send } from '../../support/emulator-queues.ts';
import { givenReplay, RUN } from '../../unit/functions/replay/given-replay.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients({ speed: 50 });
});
afterAll(() => aws.close());

const settings = () => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { ...behindAQueue, endpoint: aws.emulators.url, region: 'us-east-1', credentials };
};
const drainable = (url: string) => createDrainableQueue(url, settings());

test('a message comes with its body, its attributes and its time', async () => {
  const queue = await createQueue(aws.sqs);
  const attribute = { DataType: 'String', StringValue: 'github' };
  const before = Date.now();
  await aws.sqs.send(
    new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'hello', MessageAttributes: { source: attribute } }),
  );
  const [message, ...others] = await drainable(queue.url).receive();
  expect(others).toEqual([]);
  expect(message).toMatchObject({ body: 'hello', attributes: { source: 'github' } });
  expect(message?.sentAt.getTime()).toBeGreaterThanOrEqual(before - 1000);
  expect(message).not.toHaveProperty('movedFrom');
});

test('what SQS itself has moved says from where', async () => {
  const { queue, deadLetters } = await createQueueWithDeadLetters(aws.sqs, 1, { VisibilityTimeout: '0' });
  await send(aws.sqs, queue, 'poison');
  await receiveOne(aws.sqs, queue);
  expect(await drainable(queue.url).receive()).toEqual([]);
  const [message] = await drainable(deadLetters.url).receive();
  expect(message).toMatchObject({ body: 'poison', movedFrom: queue.arn });
});

test('at most ten at once, none twice, and none when all are given', async () => {
  const queue = await createQueue(aws.sqs);
  for (let number = 0; number < 12; number += 1) await send(aws.sqs, queue, String(number));
  const port = drainable(queue.url);
  expect(await port.countWaiting()).toBe(12);
  const received = [...(await port.receive()), ...(await port.receive())];
  expect(new Set(received.map(({ body }) => body)).size).toBe(12);
  expect([(await port.receive()).length, await port.countWaiting()]).toEqual([0, 0]);
});

test('what is removed is gone, what is postponed by nothing is shown again', async () => {
  const queue = await createQueue(aws.sqs);
  for (let number = 0; number < 25; number += 1) await send(aws.sqs, queue, String(number));
  const port = drainable(queue.url);
  const received = [await port.receive(), await port.receive(), await port.receive()].flat();
  const handles = received.map(({ receiptHandle }) => receiptHandle);
  expect(await port.remove(handles.slice(0, 20))).toEqual(Array.from({ length: 20 }));
  await port.postpone(handles.slice(20).map((receiptHandle) => ({ receiptHandle, seconds: 0 })));
  expect(await counts(aws.sqs, queue)).toBe('5/0/0');
});

test('a handle that SQS refuses is told in its place, and its neighbours are removed', async () => {
  const queue = await createQueue(aws.sqs);
  await send(aws.sqs, queue, 'one');
  await send(aws.sqs, queue, 'two');
  const port = drainable(queue.url);
  const [one, two] = await port.receive();
  const outcomes = await port.remove([one!.receiptHandle, 'garbled', two!.receiptHandle]);
  expect(outcomes.map((error) => error?.message.split(' ')[1])).toEqual([
    undefined,
    'ReceiptHandleIsInvalid',
    undefined,
  ]);
  expect(await counts(aws.sqs, queue)).toBe('0/0/0');
});

test('replay empties a dead-letter queue into the work queue, and leaves what is not meant as it was', async () => {
  const [deadLetters, work] = [await createQueue(aws.sqs), await createQueue(aws.sqs)];
  const numbers = Array.from({ length: 130 }, (_, number) => number);
  await Promise.all(numbers.map((number) => send(aws.sqs, deadLetters, `{"v":1,"id":"event-${number}"}`)));
  const { replay, receipt } = await givenReplay([], {
    queueOf: () => createQueuePort(work.url, settings()),
    deadLetterQueueOf: () => drainable(deadLetters.url),
    clock: systemClock,
  });
  const chosen = numbers.filter((number) => number % 2 === 0).map((number) => `event-${number}`);
  const request = { from: 'archive', via: 'queue', ids: chosen, reason: 'The keeper is paused' };
  expect(await replay(request)).toMatchObject({ matched: 65, replayed: 65, failed: 0 });
  expect([await counts(aws.sqs, work), await counts(aws.sqs, deadLetters)]).toEqual(['65/0/0', '65/0/0']);
  expect(new Set(receipt().outcomes.map(({ id }) => id))).toEqual(new Set(chosen.map((id) => `archive/${id}`)));
  const one = await receiveOne(aws.sqs, work);
  expect(one.MessageAttributes?.['replay']?.StringValue).toBe(JSON.stringify({ run: RUN, count: 1 }));
});
