import { LISTED_MAX, type CountAnswer, type CountRequest } from '#shared/messages/inspect-request.ts';
import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { Log } from '#shared/ports.ts';
import { listDeadLetters } from './list-dead-letters.ts';

/** How many there are, exactly as the index knows: through all its pages, whatever they are. */
export async function countDeadLetters(
  request: CountRequest,
  store: Pick<DeadLetterStore, 'getMany' | 'page' | 'pageByFingerprint' | 'count'>,
  log: Pick<Log, 'warn'>,
): Promise<CountAnswer> {
  const { from, state, all } = request;
  if (all) return { count: await store.count({ worker: from, state }) };
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await listDeadLetters({ ...request, limit: LISTED_MAX, newestFirst: false, cursor }, store, log);
    count += page.deadLetters.length + (page.unreadable ?? 0);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { count };
}
