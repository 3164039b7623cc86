import { messageAttributesMd5 } from './message-md5.ts';
import type { MessageAttributes, ReceivedMessage } from './received-message.ts';

interface Asked {
  readonly systemAttributeNames: readonly string[];
  readonly messageAttributeNames: readonly string[];
}

/** The message as ReceiveMessage answers it, with the attributes that were asked for and no others. */
export function showMessage(message: ReceivedMessage, asked: Asked): object {
  const attributes = Object.entries(message.attributes).filter(([name]) => isAskedSystem(asked, name));
  const messageAttributes: MessageAttributes = Object.fromEntries(
    Object.entries(message.messageAttributes).filter(([name]) => isAsked(asked, name)),
  );
  // AWS digests what it returns, not what the message has.
  const digest = messageAttributesMd5(messageAttributes);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: message.md5OfBody,
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
    ...(digest !== undefined && { MessageAttributes: messageAttributes, MD5OfMessageAttributes: digest }),
  };
}

function isAskedSystem({ systemAttributeNames }: Asked, name: string): boolean {
  return systemAttributeNames.includes('All') || systemAttributeNames.includes(name);
}

/** `All`, `.*`, the name itself, or a prefix written as `prefix.*`. */
function isAsked({ messageAttributeNames }: Asked, name: string): boolean {
  return messageAttributeNames.some((wanted) => {
    if (wanted === 'All' || wanted === '.*' || wanted === name) return true;
    return wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -1));
  });
}
