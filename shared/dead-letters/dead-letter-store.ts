import * as v from 'valibot';
import {
  BY_GROUP,
  BY_TIME,
  deadLetterSchema,
  deadLetterSummarySchema,
  groupAt,
  indexKeys,
  workerState,
  type DeadLetter,
  type DeadLetterState,
  type DeadLetterSummary,
} from '../messages/dead-letter.ts';
import type { Revision, StoredItem, Table, TableQuery } from '../ports.ts';
import { doneStubSchema, type DoneStub } from './done-stub.ts';
import { isUnreadable, readRecord, type UnreadableRecord } from './read-record.ts';

/** For createTable. */
export const DEAD_LETTER_INDEXES = {
  [BY_TIME]: { partition: 'workerState', sort: 'lastAt' },
  [BY_GROUP]: { partition: 'workerState', sort: 'groupAt' },
} as const;

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

/** Those that failed last from `since` on and before `until`, in ISO 8601 with milliseconds. */
export type WithinSpan = Pick<TableQuery, 'since' | 'until'>;

export interface OfGroup extends OfWorker {
  /** Left out: every group of the worker, one after the other. */
  readonly fingerprint?: string;
}

export interface DeadLetterPage {
  readonly deadLetters: readonly DeadLetterSummary[];
  /** Ids of those that this code cannot read, and that are left out. */
  readonly unreadable: readonly string[];
  readonly next?: string;
}

/** What the index of groups holds of a dead letter. */
export interface GroupMember {
  readonly id: string;
  readonly fingerprint: string;
  /** When it was tried for the first time, before any replay. */
  readonly firstAt: string;
  readonly lastAt: string;
  readonly source?: string | undefined;
  readonly type?: string | undefined;
}

export interface GroupPage {
  readonly members: readonly GroupMember[];
  readonly next?: string;
}

export interface DeadLetterChange {
  readonly before: DeadLetter;
  readonly after: DeadLetter;
  readonly expected: Revision;
}

/** The dead-letters table in its own words. */
export interface DeadLetterStore {
  /** @throws {Error} for a record that this code cannot read; it names its id and no value */
  get(id: string): Promise<StoredDeadLetter | undefined>;
  /** Any number; ids that are not there are left out. */
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, StoredDeadLetter | UnreadDeadLetter>>;
  /** Lags behind the records by moments, as every read below. */
  page(query: OfWorker & WithinSpan & PageOptions): Promise<DeadLetterPage>;
  pageOfGroup(query: OfGroup & PageOptions): Promise<GroupPage>;
  count(query: OfWorker & WithinSpan): Promise<number>;
  countOfGroup(query: OfGroup): Promise<number>;
  /** Writes only over the state that the caller has seen. */
  put(record: DeadLetter | DoneStub, expected: Revision | 'absent'): Promise<Revision | 'conflict'>;
  /** Many in few calls. Tells, change by change in their order, what became of it; one that fails leaves the others alone. */
  changeAll(changes: readonly DeadLetterChange[]): Promise<readonly (Revision | 'conflict' | Error)[]>;
}

export function createDeadLetterStore(table: Table): DeadLetterStore {
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
    async page({ worker, state, ...options }) {
      const { items, next } = await table.query({ index: BY_TIME, partition: workerState(worker, state), ...options });
      const read = items.map((item) => readRecord(deadLetterSummarySchema, item));
      const unreadable = read.filter(isUnreadable).map(({ id }) => id);
      const deadLetters = read.flatMap((one) => (isUnreadable(one) ? [] : [one]));
      return { deadLetters, unreadable, ...(next !== undefined && { next }) };
    },
    async pageOfGroup({ worker, state, fingerprint, ...options }) {
      const { items, next } = await table.query({
        ...groupQuery({ worker, state, ...(fingerprint !== undefined && { fingerprint }) }),
        ...options,
      });
      return { members: items.map((item) => v.parse(memberSchema, item)), ...(next !== undefined && { next }) };
    },
    count: ({ worker, state, ...span }) =>
      table.count({ index: BY_TIME, partition: workerState(worker, state), ...span }),
    countOfGroup: (query) => table.count(groupQuery(query)),
    put: (record, expected) => table.put(withKeys(record), expected),
    changeAll: (changes) =>
      table.changeAll(
        changes.map(({ before, after, expected }) => ({
          before: withKeys(before),
          after: withKeys(after),
          expected,
        })),
      ),
  };
}

/** A stub has no message. */
export const isDeadLetter = (record: DeadLetter | DoneStub | UnreadableRecord): record is DeadLetter =>
  'body' in record;

const withKeys = (record: DeadLetter | DoneStub) =>
  isDeadLetter(record) ? { ...record, ...indexKeys(record) } : record;

const groupQuery = ({ worker, state, fingerprint }: OfGroup) => ({
  index: BY_GROUP,
  partition: workerState(worker, state),
  ...(fingerprint !== undefined && { prefix: groupAt(fingerprint) }),
});

/** Of any version: these are the keys, and nobody could list the item without them. */
const memberSchema = v.pipe(
  v.object({
    id: v.string(),
    groupAt: v.string(),
    firstAt: v.optional(v.string()),
    source: v.optional(v.string()),
    type: v.optional(v.string()),
  }),
  v.transform(({ groupAt: at, firstAt, ...member }): GroupMember => {
    const end = at.indexOf('/');
    const lastAt = at.slice(end + 1);
    return { ...member, fingerprint: at.slice(0, end), firstAt: firstAt ?? lastAt, lastAt };
  }),
);

function readStored({ item, revision }: StoredItem): StoredDeadLetter | UnreadDeadLetter {
  const record = readItem(item);
  return isUnreadable(record) ? { record, revision } : { record, revision };
}

// Whatever has a message is a dead letter; only what has none may be a stub.
const readItem = (item: unknown): DeadLetter | DoneStub | UnreadableRecord =>
  typeof item === 'object' && item !== null && 'body' in item
    ? readRecord(deadLetterSchema, item)
    : readRecord(doneStubSchema, item);
