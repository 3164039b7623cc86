// A queue port in memory, for tests of the mapping: no visibility, no redrive, only what the mapping asks for.
import type { QueuePort, ReceivedMessage } from '../../../../local/emulators/start-emulators.ts';

export interface FakeQueue extends QueuePort {
  readonly deleted: string[];
  /** Message ids of each receive that brought any. */
  readonly received: string[][];
  send(...messages: ReceivedMessage[]): void;
}

export function message(id: string, body = id): ReceivedMessage {
  return {
    messageId: id,
    receiptHandle: `handle-${id}`,
    body,
    md5OfBody: `md5-${id}`,
    attributes: {
      ApproximateReceiveCount: '2',
      SentTimestamp: '1700000000000',
      SenderId: 'local',
      ApproximateFirstReceiveTimestamp: '1700000000001',
    },
    messageAttributes: { source: { DataType: 'String', StringValue: 'github' } },
  };
}

export function createFakeQueue(visibilityTimeoutSeconds = 30): FakeQueue {
  const waiting: ReceivedMessage[] = [];
  const wake = new EventTarget();
  const queue: FakeQueue = {
    deleted: [],
    received: [],
    send(...messages) {
      waiting.push(...messages);
      wake.dispatchEvent(new Event('sent'));
    },
    async receive(_queueName, { max, waitMs, signal }) {
      if (waiting.length === 0 && signal?.aborted !== true) await somethingHappens(waitMs, signal);
      // As of the emulator: whoever hangs up takes nothing with him.
      if (signal?.aborted) return [];
      const taken = waiting.splice(0, max);
      if (taken.length > 0) queue.received.push(taken.map(({ messageId }) => messageId));
      return taken;
    },
    delete(_queueName, receiptHandles) {
      queue.deleted.push(...receiptHandles);
    },
    visibilityTimeoutSeconds: () => visibilityTimeoutSeconds,
  };

  function somethingHappens(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, waitMs);
    wake.addEventListener('sent', () => resolve(), { once: true });
    signal?.addEventListener('abort', () => resolve(), { once: true });
    return promise.finally(() => clearTimeout(timer));
  }
  return queue;
}
