import { messageAttributesMd5 } from './message-md5.ts';
import type { MessageDraft, StoredMessage } from './store-message.ts';

/** What SQS answers for a message it took; SDKs compare the digests with what they sent. */
export function sendReceipt(draft: MessageDraft, stored: StoredMessage): object {
  const { messageId, md5OfBody, md5OfMessageAttributes } = stored;
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5OfBody,
    ...(md5OfMessageAttributes !== undefined && { MD5OfMessageAttributes: md5OfMessageAttributes }),
    ...(draft.traceHeader !== undefined && {
      MD5OfMessageSystemAttributes: messageAttributesMd5({
        AWSTraceHeader: { DataType: 'String', StringValue: draft.traceHeader },
      }),
    }),
  };
}
