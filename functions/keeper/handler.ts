import { createTable } from '#shared/aws/table.ts';
import { createDeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { createLog } from '#shared/lambda/log.ts';
import { createMetrics } from '#shared/lambda/metrics.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemClock, systemIds } from '#shared/lambda/system.ts';
import { createRecordDeadLetters } from './record-dead-letters.ts';

const environment = readEnvironment([
  'SERVICE',
  'STAGE',
  'DEAD_LETTERS_TABLE',
  'QUEUE_PREFIX',
  'REPLAYS_MAX',
  'RETENTION_DAYS',
]);

/** The edge of every dead-letter queue: messages in, records in the table; what could not be kept is reported back. */
export const handler = createRecordDeadLetters({
  store: createDeadLetterStore(createTable(environment.DEAD_LETTERS_TABLE, { ids: systemIds })),
  clock: systemClock,
  log: createLog(),
  metrics: createMetrics({ service: environment.SERVICE, stage: environment.STAGE }, systemClock),
  queuePrefix: environment.QUEUE_PREFIX,
  replaysMax: Number(environment.REPLAYS_MAX),
  retentionDays: Number(environment.RETENTION_DAYS),
});
