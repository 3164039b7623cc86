import type { DrainableQueue, ReceivedMessage } from '#shared/ports.ts';

export interface MemoryDrainableQueue extends DrainableQueue {
  /** What is still on the queue, hidden or not. */
  readonly messages: ReceivedMessage[];
  /** Message ids that are hidden at the moment. */
  readonly hidden: Set<string>;
  put(message: Pick<ReceivedMessage, 'body'> & Partial<ReceivedMessage>): void;
  /** What SQS would say against removing this message. */
  refuseRemoval(refuse: (message: ReceivedMessage) => Error | undefined): void;
}

/** A queue that hides what it gives until it is told otherwise. */
export function memoryDrainableQueue(sentAt: Date): MemoryDrainableQueue {
  const messages: ReceivedMessage[] = [];
  const hidden = new Set<string>();
  let refuse = acceptAll;
  let count = 0;
  return {
    messages,
    hidden,
    put(message) {
      const messageId = `message-${(count += 1)}`;
      messages.push({ messageId, receiptHandle: messageId, attributes: {}, sentAt, ...message });
    },
    refuseRemoval(refusal) {
      refuse = refusal;
    },
    async receive() {
      const given = messages.filter(({ messageId }) => !hidden.has(messageId)).slice(0, 10);
      for (const { messageId } of given) hidden.add(messageId);
      return given;
    },
    async remove(receiptHandles) {
      return receiptHandles.map((handle) => {
        const index = messages.findIndex(({ receiptHandle }) => receiptHandle === handle);
        const message = messages[index];
        const error = message ? refuse(message) : new Error('ReceiptHandleIsInvalid');
        if (!error) messages.splice(index, 1);
        return error;
      });
    },
    async postpone(postponed) {
      for (const { receiptHandle, seconds } of postponed) if (seconds === 0) hidden.delete(receiptHandle);
      return postponed.map(() => undefined);
    },
    countWaiting: async () => messages.length - hidden.size,
  };
}

const acceptAll = (_message: ReceivedMessage): Error | undefined => undefined;
