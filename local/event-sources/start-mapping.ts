// Lambda's SQS poller: receives batches, invokes the function, deletes what it finished. It never makes a failed message
// visible itself; the queue's visibility timeout is what spaces the attempts.
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueuePort, ReceivedMessage } from '../emulators/start-emulators.ts';
import { TooManyRequests, invocationBytesMax, type Outcome } from '../functions/outcome.ts';
import { createBatchGatherer } from './gather-batch.ts';
import { readBatchResponse } from './read-batch-response.ts';
import { toRecord } from './to-record.ts';

export interface MappingSettings {
  readonly queueName: string;
  readonly queueArn: string;
  readonly region: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly concurrencyMax: number;
  readonly reportsItemFailures: boolean;
  /** Visibility timeout as it passes here, that is divided by the speed. */
  readonly visibilityMs: number;
}

export interface MappingPorts {
  readonly queues: QueuePort;
  readonly invoke: (functionName: string, event: string) => Promise<Outcome>;
  readonly log: (line: string) => void;
}

export interface Mapping {
  /** Takes no more from the queue, and resolves when what it has taken is worked on. */
  finish(): Promise<void>;
  /** As finish, but what has not begun yet stays undone. */
  close(): Promise<void>;
}

const throttleMsMax = 1000;
const pollAgainMs = 5000;
// Room for {"Records":[]} and the commas.
const envelopeBytes = 16;

export function startMapping(settings: MappingSettings, { queues, invoke, log }: MappingPorts): Mapping {
  const polling = new AbortController();
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const records = new WeakMap<ReceivedMessage, string>();
  const gatherBatch = createBatchGatherer(
    queues,
    {
      queueName: settings.queueName,
      size: settings.batchSize,
      windowMs: settings.windowMs,
      areOthersAtWork: () => underWay.size > 0,
      bytesMax: invocationBytesMax - envelopeBytes,
      bytesOf: (message) => Buffer.byteLength(recordOf(message)) + 1,
    },
    polling.signal,
  );
  const polled = poll();

  async function poll(): Promise<void> {
    for (;;) {
      if (underWay.size >= settings.concurrencyMax) await Promise.race(underWay);
      const isLast = polling.signal.aborted;
      const batch = await gatherBatch().catch(waitOutTrouble);
      if (stopping.signal.aborted) return;
      // What was gathered already is worked on; nothing is received any more.
      if (batch.length === 0 && isLast) return;
      if (batch.length === 0) continue;
      const delivery = deliver(batch).finally(() => underWay.delete(delivery));
      underWay.add(delivery);
    }
  }

  /** The queue may have been deleted by hand; it may also come back. */
  async function waitOutTrouble(error: unknown): Promise<ReceivedMessage[]> {
    if (polling.signal.aborted) return [];
    log(`cannot receive from ${settings.queueName}: ${String(error)}`);
    await pause(pollAgainMs, polling.signal);
    return [];
  }

  async function deliver(batch: readonly ReceivedMessage[]): Promise<void> {
    const outcome = await invokeBatch(`{"Records":[${batch.map(recordOf).join(',')}]}`);
    const messageIds = batch.map(({ messageId }) => messageId);
    const { failed, reason } = readBatchResponse(outcome, messageIds, settings.reportsItemFailures);
    const finished = batch.filter(({ messageId }) => !failed.has(messageId));
    queues.delete(
      settings.queueName,
      finished.map(({ receiptHandle }) => receiptHandle),
    );
    if (failed.size > 0)
      log(`${failed.size} of ${batch.length} records failed (${reason}); the queue gives them again`);
  }

  /** A throttled invocation is repeated for as long as the messages are ours. */
  async function invokeBatch(event: string): Promise<Outcome> {
    const givesUpAt = Date.now() + settings.visibilityMs;
    for (let waitMs = 50; ; waitMs = Math.min(2 * waitMs, throttleMsMax)) {
      try {
        return await invoke(settings.functionName, event);
      } catch (error) {
        const lost = !(error instanceof TooManyRequests) || Date.now() + waitMs >= givesUpAt || stopping.signal.aborted;
        if (lost) return notInvoked(error);
      }
      await pause(waitMs, stopping.signal);
    }
  }

  function recordOf(message: ReceivedMessage): string {
    const known = records.get(message) ?? JSON.stringify(toRecord(message, settings.queueArn, settings.region));
    records.set(message, known);
    return known;
  }

  return {
    async finish() {
      polling.abort();
      await polled;
      await Promise.all(underWay);
    },
    async close() {
      stopping.abort();
      polling.abort();
      await polled;
      await Promise.all(underWay);
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // It rejects only when the mapping stops, which the loop sees by itself.
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

function notInvoked(error: unknown): Outcome {
  const [errorType, errorMessage] = error instanceof Error ? [error.name, error.message] : ['Error', String(error)];
  return { requestId: '', log: '', error: { errorType, errorMessage } };
}
