import type { EmulatorContext } from '../../emulator-context.ts';
import { forgetMessage } from '../messages/forget-message.ts';
import { requireQueue } from '../queues/find-queue.ts';
import type { SqsInput } from '../sqs-input.ts';
import { requiredString } from '../sqs-input.ts';

export function deleteMessage(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueue(context, input);
  forgetMessage(context, queue.id, requiredString(input, 'ReceiptHandle'));
  return {};
}
