import { checkWorker } from '#shared/dead-letters/check-worker.ts';
import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import { isDeadLetter, type DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { isUnreadable } from '#shared/dead-letters/read-record.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { ShowAnswer, ShowRequest, ShownDeadLetter } from '#shared/messages/inspect-request.ts';

export interface ShowPorts {
  readonly store: Pick<DeadLetterStore, 'getMany'>;
  readonly workers: readonly string[];
}

/** All that is known of one dead letter, or of each worker's of one event; none where there is none. */
export async function showDeadLetters({ id, body }: ShowRequest, { store, workers }: ShowPorts): Promise<ShowAnswer> {
  const ids = id.includes('/') ? [id] : workers.map((worker) => deadLetterId(worker, id));
  if (id.includes('/')) checkWorker(id.slice(0, id.indexOf('/')), workers);
  const stored = await store.getMany(ids);
  const records = ids.flatMap((one) => stored.get(one)?.record ?? []);
  const found = records.filter(isDeadLetter);
  const unread = records.filter(isUnreadable);
  const [first] = unread;
  if (first && found.length === 0) throw new Error(`The dead letter ${first.id} cannot be read: ${first.unreadable}`);
  return {
    deadLetters: found.map((deadLetter) => show(deadLetter, body === true ? 'with-body' : 'without-body')),
    ...(first && { unreadable: unread.length }),
  };
}

function show({ body, ...rest }: DeadLetter, form: 'with-body' | 'without-body'): ShownDeadLetter {
  const bodyBytes = Buffer.byteLength(body);
  return form === 'with-body' ? { ...rest, bodyBytes, body } : { ...rest, bodyBytes };
}
