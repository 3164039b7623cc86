import {
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import { counts, createQueue, receive, receiveOne, send } from '../../support/emulator-queues.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

test('a message comes back with its body, digests and system attributes', async () => {
  const queue = await createQueue(aws.sqs);
  const before = Date.now();
  const sent = await aws.sqs.send(
    new SendMessageCommand({
      QueueUrl: queue.url,
      MessageBody: 'grüße 🎉',
      MessageGroupId: 'tenant-1',
      MessageAttributes: {
        source: { DataType: 'String', StringValue: 'stripe-eu' },
        count: { DataType: 'Number', StringValue: '3' },
        raw: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) },
      },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-5e1b4151-1' } },
    }),
  );
  const message = await receiveOne(aws.sqs, queue);
  expect(message).toMatchObject({
    MessageId: sent.MessageId,
    Body: 'grüße 🎉',
    MD5OfBody: sent.MD5OfMessageBody,
    MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
    MessageAttributes: {
      source: { DataType: 'String', StringValue: 'stripe-eu' },
      count: { DataType: 'Number', StringValue: '3' },
    },
    Attributes: {
      ApproximateReceiveCount: '1',
      SenderId: '000000000000',
      MessageGroupId: 'tenant-1',
      AWSTraceHeader: 'Root=1-5e1b4151-1',
    },
  });
  expect(Buffer.from(message.MessageAttributes!['raw']!.BinaryValue!)).toEqual(Buffer.from([0, 255]));
  expect(Number(message.Attributes!.SentTimestamp)).toBeGreaterThanOrEqual(before);
  expect(Number(message.Attributes!.ApproximateFirstReceiveTimestamp)).toBeGreaterThanOrEqual(before);
});

test('attributes stay away unless they are asked for', async () => {
  const queue = await createQueue(aws.sqs);
  const attribute = { DataType: 'String', StringValue: 'x' };
  await aws.sqs.send(
    new SendMessageCommand({
      QueueUrl: queue.url,
      MessageBody: 'x',
      MessageAttributes: { source: attribute, 'trace.id': attribute, 'trace.parent': attribute },
    }),
  );
  const ask = async (names: object) => {
    const command = new ReceiveMessageCommand({ QueueUrl: queue.url, VisibilityTimeout: 0, ...names });
    const { Messages = [] } = await aws.sqs.send(command);
    const { Attributes = {}, MessageAttributes = {} } = Messages[0]!;
    return [Object.keys(Attributes), Object.keys(MessageAttributes)];
  };
  expect(await ask({})).toEqual([[], []]);
  expect(await ask({ AttributeNames: ['SenderId'] })).toEqual([['SenderId'], []]);
  expect(await ask({ MessageSystemAttributeNames: ['SentTimestamp'] })).toEqual([['SentTimestamp'], []]);
  expect(await ask({ MessageAttributeNames: ['source'] })).toEqual([[], ['source']]);
  expect(await ask({ MessageAttributeNames: ['trace.*'] })).toEqual([[], ['trace.id', 'trace.parent']]);
  expect((await ask({ MessageAttributeNames: ['All'] }))[1]).toHaveLength(3);
});

test('a receive hands out at most ten messages, one by default', async () => {
  const queue = await createQueue(aws.sqs);
  for (let index = 0; index < 12; index += 1) await send(aws.sqs, queue, String(index));
  const { Messages } = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url }));
  expect(Messages).toHaveLength(1);
  expect(await receive(aws.sqs, queue, { max: 10 })).toHaveLength(10);
  const tooMany = await refusalOf(receive(aws.sqs, queue, { max: 11 }));
  expect(tooMany.code).toBe('InvalidParameterValue');
});

test('a deleted message is gone, and deleting it again is no error', async () => {
  const queue = await createQueue(aws.sqs);
  await send(aws.sqs, queue, 'x');
  const { ReceiptHandle } = await receiveOne(aws.sqs, queue);
  await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
  expect(await counts(aws.sqs, queue)).toBe('0/0/0');
  await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
});

test('an outdated receipt handle deletes nothing and is no error', async () => {
  const queue = await createQueue(aws.sqs);
  await send(aws.sqs, queue, 'x');
  const first = await receiveOne(aws.sqs, queue, { visibilitySeconds: 0 });
  await receiveOne(aws.sqs, queue);
  await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: first.ReceiptHandle }));
  expect(await counts(aws.sqs, queue)).toBe('0/1/0');
});

test('a handle deletes after its visibility timeout, as long as nobody received the message again', async () => {
  const queue = await createQueue(aws.sqs);
  await send(aws.sqs, queue, 'x');
  const { ReceiptHandle } = await receiveOne(aws.sqs, queue, { visibilitySeconds: 0 });
  expect(await counts(aws.sqs, queue)).toBe('1/0/0');
  await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
  expect(await counts(aws.sqs, queue)).toBe('0/0/0');
});

test('a malformed handle, or one of another queue, is refused', async () => {
  const queue = await createQueue(aws.sqs);
  const other = await createQueue(aws.sqs);
  await send(aws.sqs, other, 'x');
  const { ReceiptHandle } = await receiveOne(aws.sqs, other);
  for (const handle of ['bogus', ReceiptHandle]) {
    const command = new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: handle });
    expect((await refusalOf(aws.sqs.send(command))).name).toBe('ReceiptHandleIsInvalid');
  }
});

test('the queue is found whatever host its URL names', async () => {
  const queue = await createQueue(aws.sqs);
  const QueueUrl = `https://sqs.us-east-1.amazonaws.com/000000000000/${queue.name}`;
  const command = new SendMessageCommand({ QueueUrl, MessageBody: 'x' });
  await aws.sqs.send(command);
  expect(await counts(aws.sqs, queue)).toBe('1/0/0');
});

test('a purge empties the queue, messages in flight included, once a minute', async () => {
  const queue = await createQueue(aws.sqs);
  await send(aws.sqs, queue, 'in flight');
  await receive(aws.sqs, queue);
  await send(aws.sqs, queue, 'visible');
  await aws.sqs.send(new PurgeQueueCommand({ QueueUrl: queue.url }));
  expect(await counts(aws.sqs, queue)).toBe('0/0/0');
  const again = await refusalOf(aws.sqs.send(new PurgeQueueCommand({ QueueUrl: queue.url })));
  expect(again.name).toBe('PurgeQueueInProgress');
});
