import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import type { Received } from '../world/world.ts';

/** The shape in which Lambda hands a message to a function, as local/event-sources/to-record.ts makes it of the emulator's. */
export function toRecord(message: Received, queueArn: string): SQSRecord {
  const { messageId, receiptHandle, body, sentAtMs, receives, firstReceivedAtMs, movedFrom, group } = message;
  return {
    messageId,
    receiptHandle,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAtMs),
      SenderId: 'simulation',
      ApproximateFirstReceiveTimestamp: String(firstReceivedAtMs),
      ...(movedFrom !== undefined && { DeadLetterQueueSourceArn: movedFrom }),
      ...(group !== undefined && { MessageGroupId: group }),
    },
    messageAttributes: messageAttributes(message.attributes),
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: 'us-east-1',
  };
}

function messageAttributes(attributes: Received['attributes']): SQSMessageAttributes {
  const shown: SQSMessageAttributes = {};
  for (const name of Object.keys(attributes)) {
    const stringValue = attributes[name];
    if (stringValue !== undefined) shown[name] = { stringValue, dataType: 'String' };
  }
  return shown;
}
