import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import { counts, createQueue, receive, receiveOne, send } from '../../support/emulator-queues.ts';

// A second of SQS passes in 20 ms.
const speed = 50;

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients({ speed });
});
afterAll(() => aws.close());

function changeVisibility(queueUrl: string, handle: string | undefined, seconds: number) {
  const input = { QueueUrl: queueUrl, ReceiptHandle: handle, VisibilityTimeout: seconds };
  return aws.sqs.send(new ChangeMessageVisibilityCommand(input));
}

test('a received message is invisible until its visibility timeout ends, and then counts one receive more', async () => {
  const queue = await createQueue(aws.sqs, { VisibilityTimeout: '43200' });
  await send(aws.sqs, queue, 'x');
  const first = await receiveOne(aws.sqs, queue);
  expect(await counts(aws.sqs, queue)).toBe('0/1/0');
  expect(await receive(aws.sqs, queue)).toEqual([]);
  // Shortened only now: a busy machine may take longer for the two lines above than any short one.
  await changeVisibility(queue.url, first.ReceiptHandle, 10);
  const second = await receiveOne(aws.sqs, queue, { waitSeconds: 20 });
  expect(second.MessageId).toBe(first.MessageId);
  expect(second.ReceiptHandle).not.toBe(first.ReceiptHandle);
  expect(second.Attributes).toMatchObject({
    ApproximateReceiveCount: '2',
    SentTimestamp: first.Attributes!.SentTimestamp,
    ApproximateFirstReceiveTimestamp: first.Attributes!.ApproximateFirstReceiveTimestamp,
  });
});

test('a message whose visibility timeout ended counts as visible without being received first', async () => {
  const queue = await createQueue(aws.sqs);
  await send(aws.sqs, queue, 'short');
  await send(aws.sqs, queue, 'long');
  await receiveOne(aws.sqs, queue, { max: 1, visibilitySeconds: 5 });
  await receiveOne(aws.sqs, queue, { max: 1, visibilitySeconds: 3600 });
  expect(await counts(aws.sqs, queue)).toBe('0/2/0');
  const marker = await createQueue(aws.sqs, { DelaySeconds: '6' });
  await send(aws.sqs, marker, 'later than the short one');
  await receiveOne(aws.sqs, marker, { waitSeconds: 20 });
  expect(await counts(aws.sqs, queue)).toBe('1/1/0');
});

test('changing the visibility to 0 makes the message receivable at once and keeps its receive count', async () => {
  const queue = await createQueue(aws.sqs, { VisibilityTimeout: '43200' });
  await send(aws.sqs, queue, 'x');
  const { ReceiptHandle } = await receiveOne(aws.sqs, queue);
  const waiting = receiveOne(aws.sqs, queue, { waitSeconds: 20 });
  await changeVisibility(queue.url, ReceiptHandle, 0);
  expect((await waiting).Attributes).toMatchObject({ ApproximateReceiveCount: '2' });
});

test('changing the visibility counts from now and holds for that receive only', async () => {
  const queue = await createQueue(aws.sqs, { VisibilityTimeout: '2' });
  await send(aws.sqs, queue, 'x');
  const { ReceiptHandle } = await receiveOne(aws.sqs, queue, { visibilitySeconds: 3600 });
  const changedAt = Date.now();
  await changeVisibility(queue.url, ReceiptHandle, 10);
  await receiveOne(aws.sqs, queue, { waitSeconds: 20 });
  expect(Date.now() - changedAt).toBeGreaterThanOrEqual((10 * 1000) / speed - 1);
  await receiveOne(aws.sqs, queue, { waitSeconds: 20 });
});

test('only a message in flight can change its visibility', async () => {
  const queue = await createQueue(aws.sqs);
  await send(aws.sqs, queue, 'x');
  const { ReceiptHandle } = await receiveOne(aws.sqs, queue, { visibilitySeconds: 0 });
  const notInFlight = await refusalOf(changeVisibility(queue.url, ReceiptHandle, 10));
  expect(notInFlight.name).toBe('MessageNotInflight');
  await receiveOne(aws.sqs, queue);
  const outdated = await refusalOf(changeVisibility(queue.url, ReceiptHandle, 10));
  expect(outdated.code).toBe('InvalidParameterValue');
  const tooLong = await refusalOf(changeVisibility(queue.url, ReceiptHandle, 43_201));
  expect(tooLong.code).toBe('InvalidParameterValue');
});

test('a batch of visibility changes answers for each entry', async () => {
  const queue = await createQueue(aws.sqs);
  await send(aws.sqs, queue, 'x');
  const { ReceiptHandle } = await receiveOne(aws.sqs, queue);
  const { Successful, Failed } = await aws.sqs.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl: queue.url,
      Entries: [
        { Id: 'good', ReceiptHandle, VisibilityTimeout: 0 },
        { Id: 'bad', ReceiptHandle: 'bogus', VisibilityTimeout: 0 },
      ],
    }),
  );
  expect(Successful).toEqual([{ Id: 'good' }]);
  expect(Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: 'ReceiptHandleIsInvalid' }]);
  expect(await counts(aws.sqs, queue)).toBe('1/0/0');
});

test('a delayed message waits for the delay of its own, else for that of the queue', async () => {
  const queue = await createQueue(aws.sqs, { DelaySeconds: '900' });
  await send(aws.sqs, queue, 'slow');
  await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'quick', DelaySeconds: 3 }));
  expect(await counts(aws.sqs, queue)).toBe('0/0/2');
  expect((await receiveOne(aws.sqs, queue, { waitSeconds: 20 })).Body).toBe('quick');
  expect(await counts(aws.sqs, queue)).toBe('0/1/1');
});

test('a message older than the retention period is neither counted nor received', async () => {
  const queue = await createQueue(aws.sqs, { MessageRetentionPeriod: '60' });
  await send(aws.sqs, queue, 'old');
  const clock = await createQueue(aws.sqs, { DelaySeconds: '61' });
  await send(aws.sqs, clock, 'later');
  let later = await receive(aws.sqs, clock, { waitSeconds: 20 });
  while (later.length === 0) later = await receive(aws.sqs, clock, { waitSeconds: 20 });
  expect(await counts(aws.sqs, queue)).toBe('0/0/0');
  await send(aws.sqs, queue, 'new');
  expect((await receive(aws.sqs, queue)).map(({ Body }) => Body)).toEqual(['new']);
});
