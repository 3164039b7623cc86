import { createDrainableQueue } from '#shared/aws/drainable-queue.ts';
import { createObjects } from '#shared/aws/objects.ts';
import { createQueueDepth } from '#shared/aws/queue-depth.ts';
import { createQueue } from '#shared/aws/queue.ts';
import { createTable } from '#shared/aws/table.ts';
import { createDeadLetterStore, DEAD_LETTER_INDEXES } from '#shared/dead-letters/dead-letter-store.ts';
import { queueUrls } from '#shared/dead-letters/queue-urls.ts';
import { createLog } from '#shared/lambda/log.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemClock, systemIds } from '#shared/lambda/system.ts';
import { createReader } from '#shared/outbound/reader.ts';
import { readWorkerRows } from '#shared/workers/worker-row.ts';
import { createAnswerRequest } from './answer-request.ts';
import { createProveIdentity } from '#shared/identity/prove-identity.ts';

const environment = readEnvironment([
  'STAGE',
  'ACCOUNT',
  'DEAD_LETTERS_TABLE',
  'DELIVERIES_QUEUE_URL',
  'RESULTS_BUCKET',
  'WORKERS',
  'WORKER_ROWS',
]);
const urls = queueUrls(environment.DELIVERIES_QUEUE_URL);
const log = createLog();
const isLocal = environment.STAGE === 'local';

/** What operators act with: dead letters and archived events go to their worker, or are closed; and runs go on, or end. */
export const handler = createAnswerRequest({
  store: createDeadLetterStore(
    createTable(environment.DEAD_LETTERS_TABLE, { ids: systemIds, indexes: DEAD_LETTER_INDEXES }),
  ),
  queueOf: (worker) => createQueue(urls.work(worker)),
  deadLetterQueueOf: (worker) => createDrainableQueue(urls.deadLetters(worker)),
  depthOf: (worker) => createQueueDepth(urls.work(worker)),
  results: createObjects(environment.RESULTS_BUCKET),
  workers: environment.WORKERS.split('/'),
  rows: readWorkerRows(environment.WORKER_ROWS),
  proveIdentity: createProveIdentity({
    reader: createReader({ stage: environment.STAGE }),
    log,
    ownAccount: environment.ACCOUNT,
    ...(isLocal && { localEndpoint: process.env['AWS_ENDPOINT_URL'] }),
  }),
  clock: systemClock,
  ids: systemIds,
  log,
});
