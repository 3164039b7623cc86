import { createDeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { queueUrls } from '#shared/dead-letters/queue-urls.ts';
import type { ReplayAnswer, ReplayRequest } from '#shared/messages/replay-request.ts';
import { readWorkerRows } from '#shared/workers/worker-row.ts';
import { createAnswerRequest } from '../../../../functions/replay/answer-request.ts';
import { queueNameAt, variableOf, type FunctionBuild } from '../function-build.ts';

/** As functions/replay/handler.ts; nobody there could prove who asks. */
export const replay: FunctionBuild<ReplayRequest, ReplayAnswer> = (start) => {
  const { ports, settings, topology } = start;
  const urls = queueUrls(topology.queuePrefix + queueNameAt('DELIVERIES_QUEUE_URL', start));
  const nameOf = (url: string) => url.slice(topology.queuePrefix.length);
  return createAnswerRequest({
    store: createDeadLetterStore(ports.table('dead-letters')),
    queueOf: (worker) => ports.queue(nameOf(urls.work(worker))),
    deadLetterQueueOf: (worker) => ports.drainable(nameOf(urls.deadLetters(worker))),
    depthOf: (worker) => ports.drainable(nameOf(urls.work(worker))),
    results: ports.objects('results'),
    workers: variableOf(settings, 'WORKERS').split('/'),
    rows: readWorkerRows(variableOf(settings, 'WORKER_ROWS')),
    proveIdentity: () => Promise.resolve(undefined),
    clock: ports.clock,
    ids: ports.ids,
    log: ports.log,
  });
};
