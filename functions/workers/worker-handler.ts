import { createObjects } from '#shared/aws/objects.ts';
import { createBatchEdge } from '#shared/lambda/batch-edge.ts';
import { createLog } from '#shared/lambda/log.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemIds } from '#shared/lambda/system.ts';
import { readEvent, type Event } from '#shared/messages/event.ts';
import { createResultLine } from './result-line.ts';
import { storeResultsPerBatch } from './store-results-per-batch.ts';
import type { Worker } from './worker.ts';

/**
 * The Lambda handler of a worker: events in, its results under the row's prefix, what failed reported back.
 * @param name the row's name in custom.workers
 * @param toLine how a result is kept, where not as a Result; it must name its event
 */
export function createWorkerHandler<Value>(
  name: string,
  worker: Worker<Value>,
  toLine: (event: Event, value: Value) => unknown = createResultLine(name),
) {
  const environment = readEnvironment(['RESULTS_BUCKET', 'RESULTS_PREFIX']);
  return createBatchEdge({
    log: createLog(),
    read: readEvent,
    describe: ({ id, deliveryId, source, type }) => ({ eventId: id, deliveryId, source, type, worker: name }),
    work: storeResultsPerBatch(worker, {
      results: createObjects(environment.RESULTS_BUCKET),
      toLine,
      prefix: environment.RESULTS_PREFIX,
      ids: systemIds,
    }),
  });
}
