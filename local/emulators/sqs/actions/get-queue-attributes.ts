import type { EmulatorContext } from '../../emulator-context.ts';
import { countMessages } from '../queues/count-messages.ts';
import type { Queue } from '../queues/find-queue.ts';
import { requireQueue } from '../queues/find-queue.ts';
import type { QueueAttributes } from '../queues/queue-attributes.ts';
import { SqsError } from '../sqs-error.ts';
import type { SqsInput } from '../sqs-input.ts';
import { stringList } from '../sqs-input.ts';

// Attributes that a queue may lack: asking for them is no error.
const optionalNames = new Set([
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
]);

/** The counts are exact at this moment, though AWS calls them approximate. */
export function getQueueAttributes(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueue(context, input);
  const names = stringList(input, 'AttributeNames');
  const all = allAttributes(context, queue);
  if (names.includes('All')) return { Attributes: all };
  const asked: Record<string, string> = {};
  for (const name of names) {
    const value = all[name];
    if (value !== undefined) asked[name] = value;
    else if (!optionalNames.has(name)) throw new SqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  }
  return { Attributes: asked };
}

function allAttributes(context: EmulatorContext, queue: Queue): QueueAttributes {
  const counts = countMessages(context, queue);
  return {
    ...queue.attributes,
    QueueArn: queue.arn,
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
  };
}
