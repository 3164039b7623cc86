import type { DeliverySample } from '#shared/delivery-sample.ts';
import { createBatchEdge, type BatchEdgePorts, type BatchRecord } from '#shared/lambda/batch-edge.ts';
import { readEvent, type Event } from '#shared/messages/event.ts';
import { logFinished } from './log-finished.ts';
import { measureFinished } from './measure-finished.ts';
import { storeResultsPerBatch, type ResultPorts } from './store-results-per-batch.ts';
import { storeResultsPerEvent } from './store-results-per-event.ts';
import type { Worker } from './worker.ts';

export interface WorkerEdge<Value> extends BatchEdgePorts, Omit<ResultPorts<Value>, 'noteDuplicate'> {
  /** The row's name in custom.workers. */
  readonly name: string;
  readonly worker: Worker<Value>;
  /** The row's setting: one object per batch, or one per event that is its own marker. */
  readonly resultsPer: string;
  /** Whose good ends are named in the log; left out: everyone's. */
  readonly isInSample?: DeliverySample;
  /** Throws for a message that is no event. */
  readonly read?: (body: string) => Event;
}

/** The edge of a worker: events in, its results under the row's prefix; what failed is tried again or becomes a dead letter. */
export function createWorkerEdge<Value>({
  name,
  worker,
  resultsPer,
  isInSample,
  read = readEvent,
  ...ports
}: WorkerEdge<Value>) {
  const duplicates = new WeakSet<BatchRecord<Event>>();
  const noted = { ...ports, noteDuplicate: (record: BatchRecord<Event>) => void duplicates.add(record) };
  const work = resultsPer === 'event' ? storeResultsPerEvent(worker, noted) : storeResultsPerBatch(worker, noted);
  return createBatchEdge({
    ...ports,
    worker: name,
    read,
    eventIdOf: ({ id }) => id,
    describe: ({ deliveryId, source, type }) => ({ deliveryId, source, type }),
    async work(records, deadline) {
      const failures = await work(records, deadline);
      const finished = records.filter(({ messageId }) => !failures.has(messageId));
      logFinished(name, finished, ports.log, isInSample);
      measureFinished(name, finished, (record) => duplicates.has(record), ports);
      return failures;
    },
  });
}
