import type { EmulatorContext } from '../../emulator-context.ts';
import { messageAttributesMd5 } from './message-md5.ts';
import { toReceiptHandle } from './receipt-handle.ts';
import type { ReceivedMessage } from './received-message.ts';

/** One row of messages, joined with its contents. */
export interface MessageRow {
  readonly sequence: number;
  readonly queue_id: number;
  readonly message_id: string;
  readonly visible_at: number;
  readonly sent_at: number;
  readonly receive_count: number;
  readonly first_received_at: number | null;
  readonly dead_letter_source: string | null;
  readonly group_id: string | null;
  readonly body: string;
  readonly body_md5: string;
  readonly attributes: string | null;
  readonly trace_header: string | null;
}

export function toReceivedMessage(context: EmulatorContext, row: MessageRow): ReceivedMessage {
  const messageAttributes: ReceivedMessage['messageAttributes'] = JSON.parse(row.attributes ?? '{}');
  const md5OfMessageAttributes = messageAttributesMd5(messageAttributes);
  return {
    messageId: row.message_id,
    receiptHandle: toReceiptHandle({
      queueId: row.queue_id,
      sequence: row.sequence,
      receiveCount: row.receive_count,
      messageId: row.message_id,
    }),
    body: row.body,
    md5OfBody: row.body_md5,
    attributes: {
      SenderId: context.accountId,
      SentTimestamp: String(row.sent_at),
      ApproximateReceiveCount: String(row.receive_count),
      ApproximateFirstReceiveTimestamp: String(row.first_received_at),
      ...(row.group_id !== null && { MessageGroupId: row.group_id }),
      ...(row.trace_header !== null && { AWSTraceHeader: row.trace_header }),
      ...(row.dead_letter_source !== null && { DeadLetterQueueSourceArn: row.dead_letter_source }),
    },
    messageAttributes,
    ...(md5OfMessageAttributes !== undefined && { md5OfMessageAttributes }),
  };
}
