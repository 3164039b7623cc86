import {
  BY_FINGERPRINT,
  BY_TIME,
  deadLetterSchema,
  deadLetterSummarySchema,
  fingerprintState,
  indexKeys,
  workerState,
  type DeadLetter,
  type DeadLetterState,
  type DeadLetterSummary,
} from '../messages/dead-letter.ts';
import type { Revision, StoredItem, Table, TableQuery } from '../ports.ts';
import { doneStubSchema, type DoneStub } from './done-stub.ts';
import { isUnreadable, readRecord, type UnreadableRecord } from './read-record.ts';

/** For createTable: index → its partition key. */
export const DEAD_LETTER_INDEXES = { [BY_TIME]: 'workerState', [BY_FINGERPRINT]: 'fingerprintState' } as const;

export interface StoredDeadLetter {
  /** `isDeadLetter` tells the two apart; both have a state. */
  readonly record: DeadLetter | DoneStub;
  readonly revision: Revision;
}

/** One whose record this code cannot read. */
export interface UnreadDeadLetter {
  readonly record: UnreadableRecord;
  readonly revision: Revision;
}

/** `after` is the page before's `next`; by the failure's `lastAt`, oldest first unless told. */
type PageOptions = Pick<TableQuery, 'after' | 'limit' | 'newestFirst'>;

export interface OfWorker {
  /** Or `dispatch`. */
  readonly worker: string;
  readonly state: DeadLetterState;
}

export interface OfFingerprint {
  /** Of any worker. */
  readonly fingerprint: string;
  readonly state: DeadLetterState;
}

export interface DeadLetterPage {
  readonly deadLetters: readonly DeadLetterSummary[];
  /** Ids of those that this code cannot read, and that are left out. */
  readonly unreadable: readonly string[];
  readonly next?: string;
}

/** The dead-letters table in its own words. */
export interface DeadLetterStore {
  /** @throws {Error} for a record that this code cannot read; it names its id and no value */
  get(id: string): Promise<StoredDeadLetter | undefined>;
  /** Any number; ids that are not there are left out. */
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, StoredDeadLetter | UnreadDeadLetter>>;
  /** Lags behind the records by moments, as every read below. */
  page(query: OfWorker & PageOptions): Promise<DeadLetterPage>;
  pageByFingerprint(query: OfFingerprint & PageOptions): Promise<DeadLetterPage>;
  count(query: OfWorker): Promise<number>;
  countByFingerprint(query: OfFingerprint): Promise<number>;
  /** Writes only over the state that the caller has seen. */
  put(record: DeadLetter | DoneStub, expected: Revision | 'absent'): Promise<Revision | 'conflict'>;
}

export function createDeadLetterStore(table: Table): DeadLetterStore {
  const page = async (query: TableQuery): Promise<DeadLetterPage> => {
    const { items, next } = await table.query(query);
    const read = items.map((item) => readRecord(deadLetterSummarySchema, item));
    const unreadable = read.filter(isUnreadable).map(({ id }) => id);
    const deadLetters = read.flatMap((one) => (isUnreadable(one) ? [] : [one]));
    return { deadLetters, unreadable, ...(next !== undefined && { next }) };
  };

  return {
    async get(id) {
      const stored = await table.get(id);
      if (!stored) return undefined;
      const record = readItem(stored.item);
      if (isUnreadable(record)) throw new Error(`The dead letter ${id} cannot be read: ${record.unreadable}`);
      return { record, revision: stored.revision };
    },
    async getMany(ids) {
      const stored = await table.getMany(ids);
      return new Map([...stored].map(([id, one]) => [id, readStored(one)]));
    },
    page: ({ worker, state, ...options }) =>
      page({ index: BY_TIME, partition: workerState(worker, state), ...options }),
    pageByFingerprint: ({ fingerprint, state, ...options }) =>
      page({ index: BY_FINGERPRINT, partition: fingerprintState(fingerprint, state), ...options }),
    count: ({ worker, state }) => table.count({ index: BY_TIME, partition: workerState(worker, state) }),
    countByFingerprint: ({ fingerprint, state }) =>
      table.count({ index: BY_FINGERPRINT, partition: fingerprintState(fingerprint, state) }),
    put: (record, expected) => table.put(isDeadLetter(record) ? { ...record, ...indexKeys(record) } : record, expected),
  };
}

/** A stub has no message. */
export const isDeadLetter = (record: DeadLetter | DoneStub | UnreadableRecord): record is DeadLetter =>
  'body' in record;

function readStored({ item, revision }: StoredItem): StoredDeadLetter | UnreadDeadLetter {
  const record = readItem(item);
  return isUnreadable(record) ? { record, revision } : { record, revision };
}

// Whatever has a message is a dead letter; only what has none may be a stub.
const readItem = (item: unknown): DeadLetter | DoneStub | UnreadableRecord =>
  typeof item === 'object' && item !== null && 'body' in item
    ? readRecord(deadLetterSchema, item)
    : readRecord(doneStubSchema, item);
