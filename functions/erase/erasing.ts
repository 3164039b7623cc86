import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { ErasedCounts } from '#shared/messages/erase-request.ts';
import type { Objects, Table } from '#shared/ports.ts';
import type { WorkerRow } from '#shared/workers/worker-row.ts';
import type { IsMeant } from './is-meant.ts';

/** The stores that an erasure takes from; of a dry run they take nothing. */
export interface ErasedStores {
  readonly results: Pick<Objects, 'get' | 'list' | 'putIfUnchanged' | 'remove'>;
  readonly table: Pick<Table, 'remove'>;
  readonly deadLetters: Pick<DeadLetterStore, 'page' | 'getMany'>;
}

/** One call that works on an erasure. */
export interface Erasing extends ErasedStores {
  readonly isMeant: IsMeant;
  readonly rows: readonly WorkerRow[];
  /** Every worker, and `dispatch`. */
  readonly workers: readonly string[];
  readonly counts: Counts;
  /** Event ids that were dealt with: those of an event that was archived twice, or is a dead letter too, count once. */
  readonly events: Set<string>;
  /** Keys of large bodies, for the same reason. */
  readonly claimChecks: Set<string>;
  /** Keys of entries that stay. */
  readonly entries: Set<string>;
  /** For how long the rest of an object is kept. @param text one of its lines */
  readonly retentionOfRest: (key: string, text: string) => number | undefined;
  /** Told before anything of these events is erased. */
  readonly onIds: (ids: readonly string[]) => Promise<void>;
  /** Nothing more may begin. */
  readonly isTimeOver: () => boolean;
  /** Told when all before this place is done. */
  readonly onReached: (reached: string) => Promise<void>;
}

export type Counts = { -readonly [Place in keyof ErasedCounts]: number };

export const noCounts = (): Counts => ({
  events: 0,
  archiveLines: 0,
  results: 0,
  deadLetters: 0,
  claimChecks: 0,
  entriesKept: 0,
  undecided: 0,
  unreadable: 0,
});

/** Reads as ever, and erases nothing: a dry run does all that an erasure does, with these. */
export const untouched = ({ results, table, deadLetters }: ErasedStores): ErasedStores => ({
  deadLetters,
  table: { ...table, remove: async () => 'removed' },
  results: {
    get: (key) => results.get(key),
    list: (prefix, after) => results.list(prefix, after),
    putIfUnchanged: async () => 'stored',
    remove: async () => undefined,
  },
});

/** Takes events into account, and gives those that are new. */
export function countEvents(ids: readonly string[], { events, counts }: Pick<Erasing, 'events' | 'counts'>) {
  const added = [...new Set(ids)].filter((id) => !events.has(id));
  for (const id of added) events.add(id);
  counts.events += added.length;
}
