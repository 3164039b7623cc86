import { queueSeries } from '../../cloudwatch/series.ts';
import type { EmulatorContext } from '../../emulator-context.ts';
import { elapsedMs } from '../../emulator-context.ts';
import { md5, messageAttributesMd5 } from './message-md5.ts';
import { noteSent } from './noisy-tenants.ts';
import type { MessageAttributes } from './received-message.ts';

export interface MessageDraft {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly delaySeconds: number;
  readonly groupId: string | undefined;
  readonly traceHeader: string | undefined;
}

export interface StoredMessage {
  readonly messageId: string;
  readonly md5OfBody: string;
  readonly md5OfMessageAttributes: string | undefined;
}

/** Puts a new message on a queue and wakes those who wait for one. The draft must have been checked. */
export function storeMessage(context: EmulatorContext, queueId: number, draft: MessageDraft): StoredMessage {
  const messageId = context.newId();
  const md5OfBody = md5(draft.body);
  const now = context.now();
  context.database.transaction(() => {
    const { lastId } = context.database.run(
      `INSERT INTO messages (queue_id, message_id, visible_at, in_flight, sent_at, receive_count, group_id)
       VALUES (?, ?, ?, 0, ?, 0, ?)`,
      queueId,
      messageId,
      now + elapsedMs(context, draft.delaySeconds),
      now,
      draft.groupId ?? null,
    );
    context.database.run(
      `INSERT INTO message_contents (sequence, body, body_md5, attributes, trace_header)
       VALUES (?, ?, ?, ?, ?)`,
      lastId,
      draft.body,
      md5OfBody,
      Object.keys(draft.attributes).length === 0 ? null : JSON.stringify(draft.attributes),
      draft.traceHeader ?? null,
    );
  });
  if (draft.groupId !== undefined) noteSent(context, queueId, draft.groupId);
  context.metrics.add(queueSeries(queueId, 'NumberOfMessagesSent'));
  context.waiters.wake(queueId);
  return { messageId, md5OfBody, md5OfMessageAttributes: messageAttributesMd5(draft.attributes) };
}
