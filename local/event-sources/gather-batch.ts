import { setTimeout as sleep } from 'node:timers/promises';
import type { QueuePort, ReceivedMessage } from '../emulators/start-emulators.ts';

export interface BatchRules {
  readonly queueName: string;
  readonly size: number;
  /** How long to wait for a full batch once the first message is there. */
  readonly windowMs: number;
  /** Whether another batch is worked on. */
  readonly areOthersAtWork: () => boolean;
  /** Of the messages together, as they will travel in the invocation. */
  readonly bytesMax: number;
  readonly bytesOf: (message: ReceivedMessage) => number;
}

// As long as SQS itself lets a poll wait.
const longPollMs = 20_000;

// While another batch is worked on, messages that come one by one are left to gather for so long: a batch costs nearly the
// same however few are in it, and all of them share the few cores of a laptop. Whoever comes alone does not wait.
const gatherMs = 20;

/**
 * Answers with the next batch each time it is called: full, or what came within the window, or what 6 MB can carry. A
 * message that no longer fitted opens the next batch.
 */
export function createBatchGatherer(queues: QueuePort, rules: BatchRules, signal: AbortSignal) {
  let held: ReceivedMessage[] = [];

  return async function gatherBatch(): Promise<ReceivedMessage[]> {
    const gathered = held;
    held = [];
    if (gathered.length === 0) gathered.push(...(await receive(rules.size, longPollMs)));
    if (rules.windowMs === 0 && gathered.length > 0 && gathered.length < rules.size && rules.areOthersAtWork()) {
      // It rejects only when the mapping stops, and then receive takes nothing.
      await sleep(gatherMs, undefined, { signal }).catch(() => undefined);
      gathered.push(...(await receive(rules.size - gathered.length, 0)));
    }
    const windowEnds = Date.now() + rules.windowMs;
    while (gathered.length > 0 && gathered.length < rules.size && totalBytes(gathered) < rules.bytesMax) {
      const leftMs = windowEnds - Date.now();
      if (leftMs <= 0 || signal.aborted) break;
      gathered.push(...(await receive(rules.size - gathered.length, leftMs)));
    }
    const fitting = countFitting(gathered);
    held = gathered.slice(fitting);
    return gathered.slice(0, fitting);
  };

  function receive(max: number, waitMs: number): Promise<ReceivedMessage[]> {
    return queues.receive(rules.queueName, { max, waitMs, signal });
  }

  function totalBytes(messages: readonly ReceivedMessage[]): number {
    return messages.reduce((total, message) => total + rules.bytesOf(message), 0);
  }

  function countFitting(messages: readonly ReceivedMessage[]): number {
    let bytes = 0;
    const tooMuch = messages.findIndex((message) => (bytes += rules.bytesOf(message)) > rules.bytesMax);
    // A single message always fits: SQS takes 1 MB, Lambda 6 MB.
    return tooMuch === -1 ? messages.length : Math.max(1, tooMuch);
  }
}
