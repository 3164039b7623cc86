import type { EmulatorContext } from '../../emulator-context.ts';
import { elapsedMs } from '../../emulator-context.ts';
import { SqsError } from '../sqs-error.ts';
import type { SqsInput } from '../sqs-input.ts';
import { missingParameter, optionalInteger, requiredString } from '../sqs-input.ts';
import { parseReceiptHandle } from './receipt-handle.ts';

interface Change {
  readonly receiptHandle: string;
  readonly visibilitySeconds: number;
}

export function readVisibilityChange(input: SqsInput): Change {
  const visibilitySeconds = optionalInteger(input, 'VisibilityTimeout', { min: 0, max: 43_200 });
  if (visibilitySeconds === undefined) throw missingParameter('VisibilityTimeout');
  return { receiptHandle: requiredString(input, 'ReceiptHandle'), visibilitySeconds };
}

/** Counts from now; 0 makes the message visible at once. The next receive starts from the queue's own timeout again. */
export function changeVisibility(context: EmulatorContext, queueId: number, change: Change): void {
  const { sequence, messageId, receiveCount } = parseReceiptHandle(change.receiptHandle, queueId);
  const now = context.now();
  const message = context.database.get<{ readonly visible_at: number }>(
    `SELECT visible_at FROM messages WHERE sequence = ? AND queue_id = ? AND message_id = ? AND receive_count = ?`,
    sequence,
    queueId,
    messageId,
    receiveCount,
  );
  if (!message) {
    throw new SqsError(
      'InvalidParameterValueException',
      `Value ${change.receiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  }
  if (message.visible_at <= now) {
    throw new SqsError(
      'MessageNotInflight',
      `The message ${messageId} is not in flight: its visibility timeout is over.`,
    );
  }
  context.database.run(
    'UPDATE messages SET visible_at = ?, in_flight = ? WHERE sequence = ?',
    now + elapsedMs(context, change.visibilitySeconds),
    change.visibilitySeconds === 0 ? 0 : 1,
    sequence,
  );
  context.waiters.wake(queueId);
}
