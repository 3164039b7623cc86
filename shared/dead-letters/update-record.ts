import type { DeadLetter } from '../messages/dead-letter.ts';
import type { DeadLetterStore } from './dead-letter-store.ts';
import type { DoneStub } from './done-stub.ts';

/** Each lost race means that somebody else has written; only a crowd on one record could lose this often. */
const ATTEMPTS_MAX = 8;

type Kept = DeadLetter | DoneStub;

export interface RecordUpdate {
  readonly id: string;
  /** `absent` where there is hardly ever a record yet: the write itself finds out, and the read is saved. */
  readonly expected: 'absent' | 'unknown';
  /** What to write over the record; undefined leaves it. Asked again whenever somebody wrote in between. */
  readonly decide: (record: Kept | undefined) => Kept | undefined;
}

/** @returns what was written, if anything was */
export async function updateRecord(
  store: Pick<DeadLetterStore, 'get' | 'put'>,
  { id, expected, decide }: RecordUpdate,
): Promise<Kept | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const stored = attempt === 1 && expected === 'absent' ? undefined : await store.get(id);
    const record = decide(stored?.record);
    if (!record) return undefined;
    if ((await store.put(record, stored?.revision ?? 'absent')) !== 'conflict') return record;
  }
  throw new Error(`The dead letter ${id} was written by others ${ATTEMPTS_MAX} times in a row`);
}
