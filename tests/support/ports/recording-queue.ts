import type { Attributes, Queue } from '#shared/ports.ts';

export interface RecordingQueue extends Queue {
  readonly sent: { readonly body: string; readonly attributes: Attributes }[];
  /** From now on sends fail with this, or no longer when undefined. */
  failWith(error: Error | undefined): void;
}

export function recordingQueue(): RecordingQueue {
  const sent: RecordingQueue['sent'] = [];
  let failure: Error | undefined;
  return {
    sent,
    failWith(error) {
      failure = error;
    },
    async send(message) {
      if (failure) throw failure;
      sent.push(message);
    },
    async sendAll(messages) {
      if (!failure) sent.push(...messages);
      return messages.map(() => failure);
    },
  };
}
