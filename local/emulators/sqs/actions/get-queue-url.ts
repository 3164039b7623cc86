import type { EmulatorContext } from '../../emulator-context.ts';
import { queueUrl, requireQueueByName } from '../queues/find-queue.ts';
import type { SqsInput } from '../sqs-input.ts';
import { requiredString } from '../sqs-input.ts';

export function getQueueUrl(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueueByName(context, requiredString(input, 'QueueName'));
  return { QueueUrl: queueUrl(context, queue.name) };
}
