import type { EmulatorContext } from '../../emulator-context.ts';
import { changeVisibility, readVisibilityChange } from '../messages/change-visibility.ts';
import { requireQueue } from '../queues/find-queue.ts';
import type { SqsInput } from '../sqs-input.ts';

export function changeMessageVisibility(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueue(context, input);
  changeVisibility(context, queue.id, readVisibilityChange(input));
  return {};
}
