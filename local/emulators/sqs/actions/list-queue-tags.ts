import type { EmulatorContext } from '../../emulator-context.ts';
import { requireQueue } from '../queues/find-queue.ts';
import type { SqsInput } from '../sqs-input.ts';

export function listQueueTags(context: EmulatorContext, input: SqsInput): object {
  return { Tags: requireQueue(context, input).tags };
}
