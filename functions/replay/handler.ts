import { createDrainableQueue } from '#shared/aws/drainable-queue.ts';
import { createObjects } from '#shared/aws/objects.ts';
import { createQueue } from '#shared/aws/queue.ts';
import { createTable } from '#shared/aws/table.ts';
import { createDeadLetterStore, DEAD_LETTER_INDEXES } from '#shared/dead-letters/dead-letter-store.ts';
import { queueUrls } from '#shared/dead-letters/queue-urls.ts';
import { createLog } from '#shared/lambda/log.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemClock, systemIds } from '#shared/lambda/system.ts';
import { createReplayDeadLetters } from './replay-dead-letters.ts';

const environment = readEnvironment(['DEAD_LETTERS_TABLE', 'DELIVERIES_QUEUE_URL', 'RESULTS_BUCKET', 'WORKERS']);
const urls = queueUrls(environment.DELIVERIES_QUEUE_URL);

/** What operators act with: chosen dead letters go back to their worker. */
export const handler = createReplayDeadLetters({
  store: createDeadLetterStore(
    createTable(environment.DEAD_LETTERS_TABLE, { ids: systemIds, indexes: DEAD_LETTER_INDEXES }),
  ),
  queueOf: (worker) => createQueue(urls.work(worker)),
  deadLetterQueueOf: (worker) => createDrainableQueue(urls.deadLetters(worker)),
  results: createObjects(environment.RESULTS_BUCKET),
  workers: environment.WORKERS.split('/'),
  clock: systemClock,
  ids: systemIds,
  log: createLog(),
});
