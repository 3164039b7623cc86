import type { EmulatorContext } from '../../emulator-context.ts';
import { readMessageDraft } from '../messages/read-message-draft.ts';
import { sendReceipt } from '../messages/send-receipt.ts';
import { storeMessage } from '../messages/store-message.ts';
import { requireQueue } from '../queues/find-queue.ts';
import type { SqsInput } from '../sqs-input.ts';

export function sendMessage(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueue(context, input);
  const draft = readMessageDraft(queue, input);
  return sendReceipt(draft, storeMessage(context, queue.id, draft));
}
