import type { EmulatorContext } from '../../emulator-context.ts';
import { forgetMessage } from '../messages/forget-message.ts';
import { answerBatch, readBatch } from '../messages/read-batch.ts';
import { requireQueue } from '../queues/find-queue.ts';
import type { SqsInput } from '../sqs-input.ts';
import { requiredString } from '../sqs-input.ts';

export function deleteMessageBatch(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueue(context, input);
  const entries = readBatch(input);
  return context.database.transaction(() =>
    answerBatch(entries, ({ entry }) => {
      forgetMessage(context, queue.id, requiredString(entry, 'ReceiptHandle'));
      return {};
    }),
  );
}
