import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Topic } from '../ports.ts';
import { behindAQueue } from './client-settings.ts';
import { stringAttributes } from './string-attributes.ts';

export function createTopic(topicArn: string): Topic {
  const client = new SNSClient(behindAQueue);
  return {
    async publish(entries) {
      const { Failed = [] } = await client.send(
        new PublishBatchCommand({
          TopicArn: topicArn,
          PublishBatchRequestEntries: entries.map(({ message, attributes }, index) => ({
            Id: String(index),
            Message: message,
            MessageAttributes: stringAttributes(attributes),
          })),
        }),
      );
      // The call succeeds even when entries fail; nothing retries those but us.
      const errors = new Map(Failed.map(({ Id, Code, Message }) => [Id, new Error(`SNS: ${Code} ${Message ?? ''}`)]));
      return entries.map((_, index) => errors.get(String(index)));
    },
  };
}
