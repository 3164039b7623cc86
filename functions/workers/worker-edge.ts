import { createBatchEdge, type BatchEdgePorts } from '#shared/lambda/batch-edge.ts';
import { readEvent, type Event } from '#shared/messages/event.ts';
import { logFinished } from './log-finished.ts';
import { storeResultsPerBatch, type ResultPorts } from './store-results-per-batch.ts';
import { storeResultsPerEvent } from './store-results-per-event.ts';
import type { Worker } from './worker.ts';

export interface WorkerEdge<Value> extends BatchEdgePorts, ResultPorts<Value> {
  /** The row's name in custom.workers. */
  readonly name: string;
  readonly worker: Worker<Value>;
  /** The row's setting: one object per batch, or one per event that is its own marker. */
  readonly resultsPer: string;
  /** Throws for a message that is no event. */
  readonly read?: (body: string) => Event;
}

/** The edge of a worker: events in, its results under the row's prefix; what failed is tried again or becomes a dead letter. */
export function createWorkerEdge<Value>({ name, worker, resultsPer, read = readEvent, ...ports }: WorkerEdge<Value>) {
  const work = resultsPer === 'event' ? storeResultsPerEvent(worker, ports) : storeResultsPerBatch(worker, ports);
  return createBatchEdge({
    ...ports,
    worker: name,
    read,
    eventIdOf: ({ id }) => id,
    describe: ({ deliveryId, source, type }) => ({ deliveryId, source, type }),
    async work(records, deadline) {
      const failures = await work(records, deadline);
      logFinished(
        name,
        records.filter(({ messageId }) => !failures.has(messageId)),
        ports.log,
      );
      return failures;
    },
  });
}
