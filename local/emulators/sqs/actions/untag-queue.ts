import type { EmulatorContext } from '../../emulator-context.ts';
import { requireQueue } from '../queues/find-queue.ts';
import { writeTags } from '../queues/write-tags.ts';
import type { SqsInput } from '../sqs-input.ts';
import { stringList } from '../sqs-input.ts';

export function untagQueue(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueue(context, input);
  const keys = new Set(stringList(input, 'TagKeys'));
  const kept = Object.entries(queue.tags).filter(([key]) => !keys.has(key));
  writeTags(context, queue, Object.fromEntries(kept));
  return {};
}
