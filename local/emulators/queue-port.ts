import type { EmulatorContext } from './emulator-context.ts';
import { forgetMessage } from './sqs/messages/forget-message.ts';
import type { ReceivedMessage } from './sqs/messages/received-message.ts';
import { receiveMessages } from './sqs/messages/receive-messages.ts';
import { integerAttribute, requireQueueByName } from './sqs/queues/find-queue.ts';

/** The in-process door to the queues, for the event source mapping: what Lambda's own pollers do, without HTTP. */
export interface QueuePort {
  /** `max` may exceed 10. Polls for `waitMs` real milliseconds; an abort ends that with an empty list. */
  receive(
    queueName: string,
    options: { max: number; waitMs: number; signal?: AbortSignal },
  ): Promise<ReceivedMessage[]>;
  delete(queueName: string, receiptHandles: readonly string[]): void;
  /** As set: with `speed` it passes that many times faster. */
  visibilityTimeoutSeconds(queueName: string): number;
}

export function createQueuePort(context: EmulatorContext): QueuePort {
  return {
    async receive(queueName, options) {
      return receiveMessages(context, requireQueueByName(context, queueName).id, options);
    },
    delete(queueName, receiptHandles) {
      const queue = requireQueueByName(context, queueName);
      context.database.transaction(() => {
        for (const receiptHandle of receiptHandles) forgetMessage(context, queue.id, receiptHandle);
      });
    },
    visibilityTimeoutSeconds(queueName) {
      return integerAttribute(requireQueueByName(context, queueName), 'VisibilityTimeout');
    },
  };
}
