import type { EmulatorContext } from '../../emulator-context.ts';
import { requireQueue } from '../queues/find-queue.ts';
import { writeTags } from '../queues/write-tags.ts';
import type { SqsInput } from '../sqs-input.ts';
import { stringMap } from '../sqs-input.ts';

export function tagQueue(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueue(context, input);
  writeTags(context, queue, { ...queue.tags, ...stringMap(input, 'Tags') });
  return {};
}
