import type { SQSRecord } from 'aws-lambda';
import { writeFailure } from '../messages/failure.ts';
import type { Attributes, QueueMessage } from '../ports.ts';
import { describeFailure, type DescribedFailure, type FailedWorker } from './describe-failure.ts';

/** All that our messages carry. `failure` of an earlier time is replaced, and a stranger's attributes are not carried on. */
const KEPT_ATTRIBUTES = ['source', 'type', 'traceparent', 'replay'];

/** The message for the dead-letter queue: its body untouched, its attributes, and why it is there. */
export function toDeadLetter(failed: DescribedFailure, failedWorker: FailedWorker, now: Date): QueueMessage {
  const failure = writeFailure(describeFailure(failed, failedWorker, now));
  const { body, attributes } = failed.record;
  return {
    body,
    attributes: { ...keptAttributes(failed.record), failure },
    // As on a message that SQS moves by itself: a source that only fails does not hold up the dead letters of others.
    ...(attributes.MessageGroupId && { group: attributes.MessageGroupId }),
  };
}

function keptAttributes({ messageAttributes }: SQSRecord): Attributes {
  const kept = KEPT_ATTRIBUTES.flatMap((name) => {
    const attribute = messageAttributes?.[name];
    // SQS refuses an empty value.
    return attribute?.dataType === 'String' && attribute.stringValue ? [[name, attribute.stringValue] as const] : [];
  });
  return Object.fromEntries(kept);
}
