import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { readBatchResponse } from '../../../local/event-sources/read-batch-response.ts';
import type { Received, SimulatedQueue, World } from '../world/world.ts';
import type { FunctionPool, Outcome } from './function-pool.ts';
import { toRecord } from './to-record.ts';
import type { MappingSettings } from './topology.ts';

/** A long poll answers within moments of a message's arrival; what arrives in these comes in one batch. */
const POLL_MS = 20;
/** How often the call that deletes finished messages is lost: they come again. */
const LOST_DELETE_CHANCE = 0.003;

export interface EventSourceMapping {
  /** Nothing gathered, nothing invoked. */
  readonly isIdle: () => boolean;
  /** As an operator does it: nothing more is received; what is under way goes on. */
  readonly pause: () => void;
  readonly resume: () => void;
}

export interface MappingPorts {
  readonly world: World;
  readonly queue: SimulatedQueue;
  readonly pool: FunctionPool<SQSEvent, SQSBatchResponse>;
}

/** Lambda's poller: gathers batches, invokes so many at once, deletes what was not reported back. */
export function startEventSourceMapping(settings: MappingSettings, ports: MappingPorts): EventSourceMapping {
  const { world, queue, pool } = ports;
  const { scheduler } = world;
  let gathered: Received[] = [];
  let underWay = 0;
  let isPollDue = false;
  let isPaused = false;
  let window: { cancel(): void } | undefined;

  const pollSoon = () => {
    if (isPollDue) return;
    isPollDue = true;
    scheduler.after(POLL_MS, poll);
  };

  function poll() {
    isPollDue = false;
    if (isPaused) return;
    while (underWay < settings.concurrencyMax) {
      const received = queue.receive(settings.batchSize - gathered.length);
      gathered.push(...received);
      if (gathered.length === 0) return;
      const isWhole = gathered.length >= settings.batchSize || settings.windowMs === 0;
      if (isWhole) invoke();
      else if (received.length === 0) {
        window ??= scheduler.after(settings.windowMs, invoke);
        return;
      }
    }
  }

  function invoke() {
    window?.cancel();
    window = undefined;
    const batch = gathered;
    gathered = [];
    underWay += 1;
    const event = { Records: batch.map((message) => toRecord(message, settings.queueArn)) };
    void invokeAndSettle(batch, event);
  }

  async function invokeAndSettle(batch: readonly Received[], event: SQSEvent): Promise<void> {
    const outcome = await pool.invoke(event);
    underWay -= 1;
    settle(batch, outcome);
    pollSoon();
  }

  function settle(batch: readonly Received[], outcome: Outcome<SQSBatchResponse>) {
    const ids = batch.map(({ messageId }) => messageId);
    const { failed } = readBatchResponse(toLocalOutcome(outcome), ids, settings.reportsItemFailures);
    const finished = batch.filter(({ messageId }) => !failed.has(messageId));
    if (finished.length === 0) return;
    if (world.troubles.strikes('duplicate', LOST_DELETE_CHANCE)) return;
    for (const { receiptHandle } of finished) queue.remove(receiptHandle);
  }

  queue.onMessages(pollSoon);
  pollSoon();
  return {
    isIdle: () => underWay === 0 && gathered.length === 0,
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      pollSoon();
    },
  };
}

/** As the invocation's outcome looks from outside: the answer as JSON text, and one error for everything else. */
function toLocalOutcome(outcome: Outcome<SQSBatchResponse>): Parameters<typeof readBatchResponse>[0] {
  const invoked = { requestId: '', log: '' };
  if (outcome.ending === 'answered') return { ...invoked, result: JSON.stringify(outcome.answer) ?? 'null' };
  return { ...invoked, error: { errorType: outcome.ending, errorMessage: '' } };
}
