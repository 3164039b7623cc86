import { createTable } from '#shared/aws/table.ts';
import { createDeadLetterStore, DEAD_LETTER_INDEXES } from '#shared/dead-letters/dead-letter-store.ts';
import { createLog } from '#shared/lambda/log.ts';
import { createMetrics } from '#shared/lambda/metrics.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemClock, systemIds } from '#shared/lambda/system.ts';
import { createMeasureDeadLetters, type Measured } from './measure-dead-letters.ts';

const environment = readEnvironment(['SERVICE', 'STAGE', 'DEAD_LETTERS_TABLE', 'WORKERS']);
const metrics = createMetrics({ service: environment.SERVICE, stage: environment.STAGE }, systemClock);
const measureDeadLetters = createMeasureDeadLetters({
  store: createDeadLetterStore(
    createTable(environment.DEAD_LETTERS_TABLE, { ids: systemIds, indexes: DEAD_LETTER_INDEXES }),
  ),
  workers: environment.WORKERS.split('/'),
  clock: systemClock,
  log: createLog(),
  metrics,
});

/** Every five minutes: measures what no invocation tells by itself. */
export async function handler(): Promise<Measured> {
  try {
    return await measureDeadLetters();
  } finally {
    metrics.flush();
  }
}
