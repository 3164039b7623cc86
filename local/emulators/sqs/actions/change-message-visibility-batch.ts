import type { EmulatorContext } from '../../emulator-context.ts';
import { changeVisibility, readVisibilityChange } from '../messages/change-visibility.ts';
import { answerBatch, readBatch } from '../messages/read-batch.ts';
import { requireQueue } from '../queues/find-queue.ts';
import type { SqsInput } from '../sqs-input.ts';

export function changeMessageVisibilityBatch(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueue(context, input);
  const entries = readBatch(input);
  return context.database.transaction(() =>
    answerBatch(entries, ({ entry }) => {
      changeVisibility(context, queue.id, readVisibilityChange(entry));
      return {};
    }),
  );
}
