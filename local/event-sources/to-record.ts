import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import type { ReceivedMessage } from '../emulators/start-emulators.ts';

/** The shape in which Lambda hands a message to a function. */
export function toRecord(message: ReceivedMessage, queueArn: string, region: string): SQSRecord {
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: { ...alwaysThere, ...message.attributes },
    messageAttributes: toMessageAttributes(message.messageAttributes),
    md5OfBody: message.md5OfBody,
    ...(message.md5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes: message.md5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

const alwaysThere = {
  ApproximateReceiveCount: '1',
  SentTimestamp: '0',
  SenderId: 'local',
  ApproximateFirstReceiveTimestamp: '0',
};

function toMessageAttributes(attributes: ReceivedMessage['messageAttributes']): SQSMessageAttributes {
  const converted = Object.entries(attributes).map(([name, attribute]) => [
    name,
    {
      ...(attribute.StringValue === undefined ? {} : { stringValue: attribute.StringValue }),
      ...(attribute.BinaryValue === undefined ? {} : { binaryValue: attribute.BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
      dataType: attribute.DataType,
    },
  ]);
  return Object.fromEntries(converted);
}
