import { readOfferedDays } from '#shared/archive/read-offered-days.ts';
import { createObjects } from '#shared/aws/objects.ts';
import { createTable } from '#shared/aws/table.ts';
import { createDeadLetterStore, DEAD_LETTER_INDEXES } from '#shared/dead-letters/dead-letter-store.ts';
import { createLog } from '#shared/lambda/log.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemClock, systemIds } from '#shared/lambda/system.ts';
import { readWorkerRows } from '#shared/workers/worker-row.ts';
import { aboutStage } from './about-stage.ts';
import { createInspectDeadLetters } from './inspect-dead-letters.ts';
import { createRedactionLookup } from './redaction-lookup.ts';

const environment = readEnvironment([
  'AWS_REGION',
  'SERVICE',
  'STAGE',
  'DEAD_LETTERS_TABLE',
  'RESULTS_BUCKET',
  'CONFIG_BUCKET',
  'MARKERS_TABLE',
  'WORKER_ROWS',
  'REPLAYS_MAX',
  'RETENTION_DAYS',
  'RETENTION_DAYS_OFFERED',
  'WEBHOOKS_URL',
  'LOG_SAMPLE_RATE',
]);

const config = createObjects(environment.CONFIG_BUCKET);
const rows = readWorkerRows(environment.WORKER_ROWS);

/** What operators read: dead letters one by one, counted and grouped, runs, and what the stage is. */
export const handler = createInspectDeadLetters({
  store: createDeadLetterStore(
    createTable(environment.DEAD_LETTERS_TABLE, { ids: systemIds, indexes: DEAD_LETTER_INDEXES }),
  ),
  results: createObjects(environment.RESULTS_BUCKET),
  redaction: createRedactionLookup({ config, clock: systemClock }),
  about: aboutStage({
    service: environment.SERVICE,
    stage: environment.STAGE,
    region: environment.AWS_REGION,
    rows,
    replaysMax: Number(environment.REPLAYS_MAX),
    retentionDays: Number(environment.RETENTION_DAYS),
    retentionDaysOffered: [...readOfferedDays(environment.RETENTION_DAYS_OFFERED)],
    configBucket: environment.CONFIG_BUCKET,
    webhooksUrl: environment.WEBHOOKS_URL,
    logSampleRate: Number(environment.LOG_SAMPLE_RATE),
  }),
  markers: createTable(environment.MARKERS_TABLE, { ids: systemIds }),
  config,
  rows,
  clock: systemClock,
  log: createLog(),
});
