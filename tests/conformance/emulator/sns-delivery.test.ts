import { PublishBatchCommand, PublishCommand, SetSubscriptionAttributesCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { startEmulatorClients } from '../../support/emulator-clients.ts';
import { arnOf, counts, createQueue, receive, receiveOne } from '../../support/emulator-queues.ts';
import { createTopic, publish, subscribeQueue, text } from '../../support/emulator-topics.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

test('raw delivery carries the message and its attributes, unchanged, to every queue', async () => {
  const topicArn = await createTopic(aws.sns);
  const queues = [await createQueue(aws.sqs), await createQueue(aws.sqs)];
  for (const queue of queues) await subscribeQueue(aws.sns, topicArn, queue);
  await aws.sns.send(
    new PublishCommand({
      TopicArn: topicArn,
      Message: '{"grüße":"& <🎉>"}\n',
      MessageGroupId: 'tenant-1',
      MessageAttributes: {
        source: text('stripe-eu'),
        raw: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) },
      },
    }),
  );
  for (const queue of queues) {
    const message = await receiveOne(aws.sqs, queue);
    expect(message).toMatchObject({
      Body: '{"grüße":"& <🎉>"}\n',
      Attributes: { MessageGroupId: 'tenant-1' },
      MessageAttributes: { source: text('stripe-eu') },
    });
    expect(Buffer.from(message.MessageAttributes!['raw']!.BinaryValue!)).toEqual(Buffer.from([0, 255]));
  }
});

test('without raw delivery the message comes in an envelope, its attributes inside', async () => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  await subscribeQueue(aws.sns, topicArn, queue, { RawMessageDelivery: 'false' });
  const { MessageId } = await aws.sns.send(
    new PublishCommand({
      TopicArn: topicArn,
      Message: 'hello',
      Subject: 'greeting',
      MessageAttributes: { type: text('order') },
    }),
  );
  const message = await receiveOne(aws.sqs, queue);
  expect(message.MessageAttributes).toBeUndefined();
  expect(JSON.parse(message.Body!)).toMatchObject({
    Type: 'Notification',
    MessageId,
    TopicArn: topicArn,
    Subject: 'greeting',
    Message: 'hello',
    MessageAttributes: { type: { Type: 'String', Value: 'order' } },
  });
});

test('raw delivery can be switched on later', async () => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  const SubscriptionArn = await subscribeQueue(aws.sns, topicArn, queue, { RawMessageDelivery: 'false' });
  const change = { SubscriptionArn, AttributeName: 'RawMessageDelivery', AttributeValue: 'true' };
  await aws.sns.send(new SetSubscriptionAttributesCommand(change));
  await publish(aws.sns, topicArn, 'raw');
  expect((await receiveOne(aws.sqs, queue)).Body).toBe('raw');
});

test('a message per protocol is delivered as its text for queues', async () => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  await subscribeQueue(aws.sns, topicArn, queue);
  const Message = JSON.stringify({ default: 'for all', sqs: 'for queues' });
  await aws.sns.send(new PublishCommand({ TopicArn: topicArn, Message, MessageStructure: 'json' }));
  expect((await receiveOne(aws.sqs, queue)).Body).toBe('for queues');
});

test('the entries of a batch are delivered each with its own attributes', async () => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  await subscribeQueue(aws.sns, topicArn, queue);
  const { Successful, Failed } = await aws.sns.send(
    new PublishBatchCommand({
      TopicArn: topicArn,
      PublishBatchRequestEntries: Array.from({ length: 10 }, (_, index) => ({
        Id: `id-${index}`,
        Message: `message ${index}`,
        MessageAttributes: { index: text(String(index)) },
      })),
    }),
  );
  expect(Successful!.map(({ Id }) => Id)).toEqual(Array.from({ length: 10 }, (_, index) => `id-${index}`));
  expect(Failed ?? []).toEqual([]);
  const received = (await receive(aws.sqs, queue)).map((message) => [
    message.Body,
    message.MessageAttributes!['index']!.StringValue,
  ]);
  expect(received).toEqual(Array.from({ length: 10 }, (_, index) => [`message ${index}`, String(index)]));
});

async function subscribeWithDeadLetters(queueArn: string) {
  const topicArn = await createTopic(aws.sns);
  const deadLetters = await createQueue(aws.sqs);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetters.arn });
  await subscribeQueue(aws.sns, topicArn, { arn: queueArn }, { RedrivePolicy });
  return { topicArn, deadLetters };
}

describe('what cannot be delivered', () => {
  test("goes to the subscription's dead-letter queue when the queue is gone, and names no source queue", async () => {
    const queue = await createQueue(aws.sqs);
    const { topicArn, deadLetters } = await subscribeWithDeadLetters(queue.arn);
    await aws.sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }));
    await publish(aws.sns, topicArn, 'lost?', { type: text('order') });
    const dead = await receiveOne(aws.sqs, deadLetters);
    expect(dead).toMatchObject({ Body: 'lost?', MessageAttributes: { type: text('order') } });
    expect(dead.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
  });

  test('goes there when raw delivery has more attributes than a message can carry', async () => {
    const queue = await createQueue(aws.sqs);
    const { topicArn, deadLetters } = await subscribeWithDeadLetters(queue.arn);
    const eleven = Array.from({ length: 11 }, (_, index) => [`name-${index}`, text('x')] as const);
    await publish(aws.sns, topicArn, 'too many', Object.fromEntries(eleven));
    expect((await receiveOne(aws.sqs, deadLetters)).Body).toBe('too many');
    expect(await counts(aws.sqs, queue)).toBe('0/0/0');
  });

  test('is dropped without a dead-letter queue, and the other subscriptions get theirs', async () => {
    const topicArn = await createTopic(aws.sns);
    const queue = await createQueue(aws.sqs);
    await subscribeQueue(aws.sns, topicArn, { arn: arnOf('never-created') });
    await subscribeQueue(aws.sns, topicArn, queue);
    await publish(aws.sns, topicArn, 'x');
    expect(await counts(aws.sqs, queue)).toBe('1/0/0');
  });
});
