import { createObjects } from '#shared/aws/objects.ts';
import { createBatchEdge } from '#shared/lambda/batch-edge.ts';
import { createLog } from '#shared/lambda/log.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemIds } from '#shared/lambda/system.ts';
import { readEvent } from '#shared/messages/event.ts';
import { storeResultsPerBatch } from '../store-results-per-batch.ts';
import { archiveEvent } from './archive-event.ts';

const environment = readEnvironment(['RESULTS_BUCKET', 'RESULTS_PREFIX']);

export const handler = createBatchEdge({
  log: createLog(),
  read: readEvent,
  describe: ({ id, deliveryId, source, type }) => ({ eventId: id, deliveryId, source, type, worker: 'archive' }),
  work: storeResultsPerBatch(archiveEvent, {
    results: createObjects(environment.RESULTS_BUCKET),
    prefix: environment.RESULTS_PREFIX,
    ids: systemIds,
  }),
});
