import type { EmulatorContext } from '../../emulator-context.ts';
import { parseReceiptHandle } from './receipt-handle.ts';

/** A handle of an earlier receive deletes nothing and is no error, as on a standard queue of AWS. */
export function forgetMessage(context: EmulatorContext, queueId: number, receiptHandle: string): void {
  const { sequence, messageId, receiveCount } = parseReceiptHandle(receiptHandle, queueId);
  context.database.run(
    'DELETE FROM messages WHERE sequence = ? AND queue_id = ? AND message_id = ? AND receive_count = ?',
    sequence,
    queueId,
    messageId,
    receiveCount,
  );
}
