import { createObjects } from '#shared/aws/objects.ts';
import { createBatchEdge } from '#shared/lambda/batch-edge.ts';
import { createBatchEdgePorts } from '#shared/lambda/batch-edge-ports.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemIds } from '#shared/lambda/system.ts';
import { readEvent, type Event } from '#shared/messages/event.ts';
import { createResultLine } from './result-line.ts';
import { storeResultsPerBatch } from './store-results-per-batch.ts';
import { storeResultsPerEvent } from './store-results-per-event.ts';
import type { Worker } from './worker.ts';

/**
 * The Lambda handler of a worker: events in, its results under the row's prefix; what failed is tried again or becomes a
 * dead letter.
 * @param name the row's name in custom.workers
 * @param toLine how a result is kept, where not as a Result; it must name its event
 */
export function createWorkerHandler<Value>(
  name: string,
  worker: Worker<Value>,
  toLine: (event: Event, value: Value) => unknown = createResultLine(name),
) {
  const environment = readEnvironment(['RESULTS_BUCKET', 'RESULTS_PREFIX', 'RESULTS_PER', 'EVENTS_AT_ONCE']);
  const ports = {
    results: createObjects(environment.RESULTS_BUCKET),
    toLine,
    prefix: environment.RESULTS_PREFIX,
    eventsAtOnce: Number(environment.EVENTS_AT_ONCE),
    ids: systemIds,
  };
  return createBatchEdge({
    ...createBatchEdgePorts(),
    worker: name,
    read: readEvent,
    eventIdOf: ({ id }) => id,
    describe: ({ deliveryId, source, type }) => ({ deliveryId, source, type }),
    work:
      environment.RESULTS_PER === 'event' ? storeResultsPerEvent(worker, ports) : storeResultsPerBatch(worker, ports),
  });
}
