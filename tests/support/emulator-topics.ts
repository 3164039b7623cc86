// Short words for what the tests of topics do.
import type { MessageAttributeValue, SNSClient } from '@aws-sdk/client-sns';
import { CreateTopicCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';

import type { TestQueue } from './emulator-queues.ts';

let created = 0;

/** The ARN of a topic of its own name. */
export async function createTopic(sns: SNSClient): Promise<string> {
  created += 1;
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: `topic-${created}` }));
  return TopicArn!;
}

/** Raw delivery unless the attributes say otherwise. Returns the subscription's ARN. */
export async function subscribeQueue(
  sns: SNSClient,
  topicArn: string,
  queue: Pick<TestQueue, 'arn'>,
  attributes: Record<string, string> = {},
): Promise<string> {
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: queue.arn,
      Attributes: { RawMessageDelivery: 'true', ...attributes },
    }),
  );
  return SubscriptionArn!;
}

export async function publish(
  sns: SNSClient,
  topicArn: string,
  message: string,
  attributes: Record<string, MessageAttributeValue> = {},
): Promise<void> {
  await sns.send(new PublishCommand({ TopicArn: topicArn, Message: message, MessageAttributes: attributes }));
}

export function text(value: string): MessageAttributeValue {
  return { DataType: 'String', StringValue: value };
}
