import { createObjects } from '#shared/aws/objects.ts';
import { createDeliverySample } from '#shared/delivery-sample.ts';
import { createBatchEdgePorts } from '#shared/lambda/batch-edge-ports.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemIds } from '#shared/lambda/system.ts';
import type { Event } from '#shared/messages/event.ts';
import { createResultLine } from './result-line.ts';
import { createWorkerEdge } from './worker-edge.ts';
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
  toLine: (event: Event, value: Value, traceparent: string) => unknown = createResultLine(name),
) {
  const environment = readEnvironment([
    'RESULTS_BUCKET',
    'RESULTS_PREFIX',
    'RESULTS_PER',
    'EVENTS_AT_ONCE',
    'LOG_SAMPLE_RATE',
  ]);
  return createWorkerEdge({
    ...createBatchEdgePorts(),
    name,
    worker,
    toLine,
    results: createObjects(environment.RESULTS_BUCKET),
    prefix: environment.RESULTS_PREFIX,
    resultsPer: environment.RESULTS_PER,
    eventsAtOnce: Number(environment.EVENTS_AT_ONCE),
    ids: systemIds,
    isInSample: createDeliverySample(Number(environment.LOG_SAMPLE_RATE)),
  });
}
