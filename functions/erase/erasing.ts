import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { ErasedCounts, ErasedEvents } from '#shared/messages/erase-request.ts';
import type { Objects, Table } from '#shared/ports.ts';
import type { ResultPlace } from './find-result-places.ts';
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
  /** Its name; a dry run has none. */
  readonly erasure: string | undefined;
  readonly isDryRun: boolean;
  readonly sources: readonly string[];
  readonly isMeant: IsMeant;
  readonly rows: readonly WorkerRow[];
  /** Where results lie, those of rows that are gone as well. */
  readonly resultPlaces: () => Promise<readonly ResultPlace[]>;
  /** Every worker, and `dispatch`. */
  readonly workers: readonly string[];
  readonly counts: Counts;
  /** Event ids that were dealt with: those of an event that was archived twice, or is a dead letter too, count once. */
  readonly events: Set<string>;
  /** Keys of large bodies, for the same reason. */
  readonly claimChecks: Set<string>;
  /** Keys of entries that stay. */
  readonly entries: Set<string>;
  /** Whether events that stay need the signed body of an array. */
  readonly isNeeded: (key: string, receivedAt: string) => Promise<boolean>;
  /** For how long the rest of an object is kept. @param text one of its lines, if any can be read */
  readonly retentionOfRest: (key: string, text: string | undefined) => number | undefined;
  /** Told before anything of these events is erased. */
  readonly onFound: (events: readonly ErasedEvents[]) => Promise<void>;
  /** Dead letters changed their state for as long as it looked for them. */
  readonly onUnsettled: () => void;
  /** Nothing more may begin. */
  readonly isTimeOver: () => boolean;
  /** Told when all before this place is done. */
  readonly onReached: (reached: string) => Promise<void>;
}

export type Counts = { -readonly [Place in keyof ErasedCounts]: number };

/** `time is over`: the place that was told last is where the next call goes on. */
export type Ended = 'done' | 'time is over';

export const noCounts = (): Counts => ({
  events: 0,
  archiveLines: 0,
  results: 0,
  deadLetters: 0,
  claimChecks: 0,
  entriesKept: 0,
  bodiesKept: 0,
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
export function countEvents(ids: Iterable<string>, { events, counts }: Pick<Erasing, 'events' | 'counts'>) {
  const added = [...new Set(ids)].filter((id) => !events.has(id));
  for (const id of added) events.add(id);
  counts.events += added.length;
}
