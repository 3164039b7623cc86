import { queueSeries } from '../../cloudwatch/series.ts';
import type { EmulatorContext } from '../../emulator-context.ts';
import { parseReceiptHandle } from './receipt-handle.ts';

/** A handle of an earlier receive deletes nothing and is no error, as on a standard queue of AWS. */
export function forgetMessage(context: EmulatorContext, queueId: number, receiptHandle: string): void {
  const { sequence, messageId, receiveCount } = parseReceiptHandle(receiptHandle, queueId);
  const { changes } = context.database.run(
    'DELETE FROM messages WHERE sequence = ? AND queue_id = ? AND message_id = ? AND receive_count = ?',
    sequence,
    queueId,
    messageId,
    receiveCount,
  );
  if (changes > 0) context.metrics.add(queueSeries(queueId, 'NumberOfMessagesDeleted'), changes);
}
