import { PublishBatchCommand, SNSClient, type BatchResultErrorEntry } from '@aws-sdk/client-sns';
import { GiveUp, RetryLater } from '../errors.ts';
import type { Topic } from '../ports.ts';
import { behindAQueue } from './client-settings.ts';
import { stringAttributes } from './string-attributes.ts';
import { withoutCallLog } from './without-call-log.ts';

export function createTopic(topicArn: string): Topic {
  const client = withoutCallLog(new SNSClient(behindAQueue));
  return {
    async publish(entries) {
      const { Failed = [] } = await client.send(
        new PublishBatchCommand({
          TopicArn: topicArn,
          PublishBatchRequestEntries: entries.map(({ message, attributes, group }, index) => ({
            Id: String(index),
            Message: message,
            MessageAttributes: stringAttributes(attributes),
            MessageGroupId: group,
          })),
        }),
      );
      // The call succeeds even when entries fail; nothing retries those but us.
      const errors = new Map(Failed.map((entry) => [entry.Id, toError(entry)]));
      return entries.map((_, index) => errors.get(String(index)));
    },
  };
}

/** A fault of the sender is one of the message: SNS will say the same of it for ever. */
function toError({ Code, Message, SenderFault }: BatchResultErrorEntry): Error {
  const text = `SNS: ${Code} ${Message ?? ''}`.trimEnd();
  return SenderFault ? new GiveUp(text) : new RetryLater(text);
}
