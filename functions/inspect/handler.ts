import { createTable } from '#shared/aws/table.ts';
import { createDeadLetterStore, DEAD_LETTER_INDEXES } from '#shared/dead-letters/dead-letter-store.ts';
import { createLog } from '#shared/lambda/log.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemIds } from '#shared/lambda/system.ts';
import { createInspectDeadLetters } from './inspect-dead-letters.ts';

const environment = readEnvironment(['DEAD_LETTERS_TABLE', 'WORKERS']);

/** What operators read: lists, counts and single dead letters. */
export const handler = createInspectDeadLetters({
  store: createDeadLetterStore(
    createTable(environment.DEAD_LETTERS_TABLE, { ids: systemIds, indexes: DEAD_LETTER_INDEXES }),
  ),
  workers: environment.WORKERS.split('/'),
  log: createLog(),
});
