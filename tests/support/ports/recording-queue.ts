import type { Queue, QueueMessage } from '#shared/ports.ts';
import { messageRefusal, QUEUE_LIMITS } from './message-refusal.ts';

export interface RecordingQueue extends Queue {
  readonly sent: QueueMessage[];
  /** From now on sends fail with this, or no longer when undefined. */
  failWith(error: Error | undefined): void;
}

/** Takes what SQS takes. */
export function recordingQueue(): RecordingQueue {
  const sent: RecordingQueue['sent'] = [];
  let failure: Error | undefined;
  const take = (message: QueueMessage): Error | undefined => {
    const error = failure ?? messageRefusal(message.body, message.attributes, QUEUE_LIMITS);
    if (!error) sent.push(message);
    return error;
  };
  return {
    sent,
    failWith(error) {
      failure = error;
    },
    async send(message) {
      const error = take(message);
      if (error) throw error;
    },
    sendAll: async (messages) => messages.map(take),
  };
}
