import { createObjects } from '#shared/aws/objects.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { createWorkerHandler } from '../worker-handler.ts';
import { createRecordMovements } from './record-movements.ts';

const { RESULTS_BUCKET, RESULTS_PREFIX } = readEnvironment(['RESULTS_BUCKET', 'RESULTS_PREFIX']);

export const handler = createWorkerHandler(
  'ledger',
  createRecordMovements({
    entries: createObjects(RESULTS_BUCKET),
    prefix: `${RESULTS_PREFIX}entries/`,
    clock: systemClock,
  }),
);
