import { readOfferedDays } from '#shared/archive/read-offered-days.ts';
import { createObjects } from '#shared/aws/objects.ts';
import { createQueueDepth } from '#shared/aws/queue-depth.ts';
import { createTable } from '#shared/aws/table.ts';
import { createDeadLetterStore, DEAD_LETTER_INDEXES } from '#shared/dead-letters/dead-letter-store.ts';
import { queueUrls } from '#shared/dead-letters/queue-urls.ts';
import { createProveIdentity } from '#shared/identity/prove-identity.ts';
import { createLog } from '#shared/lambda/log.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemClock, systemIds } from '#shared/lambda/system.ts';
import { createReader } from '#shared/outbound/reader.ts';
import { readWorkerRows } from '#shared/workers/worker-row.ts';
import { createAnswerRequest } from './answer-request.ts';

const environment = readEnvironment([
  'STAGE',
  'ACCOUNT',
  'DEAD_LETTERS_TABLE',
  'DELIVERIES_QUEUE_URL',
  'RESULTS_BUCKET',
  'WORKERS',
  'WORKER_ROWS',
  'RETENTION_DAYS',
  'RETENTION_DAYS_RULED',
]);
const urls = queueUrls(environment.DELIVERIES_QUEUE_URL);
const log = createLog();
const table = createTable(environment.DEAD_LETTERS_TABLE, { ids: systemIds, indexes: DEAD_LETTER_INDEXES });
const isLocal = environment.STAGE === 'local';
const nameOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

/** What operators erase with: chosen events leave archive, results, dead letters and large bodies. */
export const handler = createAnswerRequest({
  results: createObjects(environment.RESULTS_BUCKET),
  table,
  deadLetters: createDeadLetterStore(table),
  rows: readWorkerRows(environment.WORKER_ROWS),
  workers: environment.WORKERS.split('/'),
  retention: {
    retentionDays: Number(environment.RETENTION_DAYS),
    offered: readOfferedDays(environment.RETENTION_DAYS_RULED),
  },
  depthsOf: (worker) =>
    [urls.work(worker), urls.deadLetters(worker)].map((url) => [nameOf(url), createQueueDepth(url)] as const),
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
