import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { Met, Position } from './position.ts';

/** A dead letter that a walk comes by. */
export interface Entry {
  readonly id: string;
  /** When it failed last; empty where the stream has another order. */
  readonly at: string;
  /** What the index itself holds of it; none where only its record tells. */
  readonly summary?: DeadLetterSummary;
}

export interface EntryPage {
  readonly entries: readonly Entry[];
  /** Ids of those that this code cannot read. */
  readonly unreadable?: readonly string[];
  readonly next?: string;
}

/** One that was taken from its stream; the stream's position is behind it once it was met. */
export interface Taken {
  readonly entry: Entry;
  meet(): void;
}

/** Dead letters in the order of one index range, page by page, and a position that outlives the walk. */
export interface Stream {
  /** Reads on where nothing is left of what was read. Whatever was taken must be met before. */
  fill(): Promise<void>;
  head(): Entry | undefined;
  take(): Taken;
  position(): Position;
  /** Of the pages that were met to their end, so that no two walks tell of the same. */
  unreadable(): readonly string[];
}

/** Only those that failed in the same millisecond as the last one need their ids; more than a batch of a worker are rare. */
const MET_IDS_MAX = 12;

export type Order = 'oldest-first' | 'newest-first';

export interface StreamOptions {
  readonly read: (after: string | undefined) => Promise<EntryPage>;
  readonly start: Position;
  readonly order: Order;
}

export function createStream({ read, start, order }: StreamOptions): Stream {
  let position = start;
  let next: Position = start === 'end' ? 'end' : withAfter(start.after);
  let pageAfter: string | undefined;
  let entries: readonly Entry[] = [];
  let pageUnreadable: readonly string[] = [];
  let takenCount = 0;
  const unreadable: string[] = [];

  const endPage = () => {
    position = next;
    unreadable.push(...pageUnreadable);
  };
  const meet = (index: number) => {
    if (index === entries.length - 1) return endPage();
    const met = entries.slice(Math.max(0, index + 1 - MET_IDS_MAX), index + 1);
    position = { ...withAfter(pageAfter), met: { at: met.at(-1)?.at ?? '', ids: met.map(({ id }) => id) } };
  };

  return {
    async fill() {
      while (takenCount >= entries.length && next !== 'end') {
        pageAfter = next.after;
        // oxlint-disable-next-line no-await-in-loop -- each page says where the next one begins
        const page = await read(pageAfter);
        const met = position === 'end' ? undefined : position.met;
        entries = met ? behind(page.entries, met, order) : page.entries;
        pageUnreadable = page.unreadable ?? [];
        takenCount = 0;
        next = page.next === undefined ? 'end' : withAfter(page.next);
        if (entries.length === 0) endPage();
      }
    },
    head: () => entries[takenCount],
    take() {
      const index = takenCount;
      const entry = entries[index];
      if (!entry) throw new Error('Nothing is left of what was read of this stream');
      takenCount += 1;
      return { entry, meet: () => meet(index) };
    },
    position: () => position,
    unreadable: () => unreadable,
  };
}

const withAfter = (after: string | undefined) => (after === undefined ? {} : { after });

/**
 * What of a page was not met yet. Those met may have left the index since; where all of the last ones have, time alone tells.
 */
function behind(entries: readonly Entry[], { at, ids }: Met, order: Order): readonly Entry[] {
  const last = entries.findLastIndex(({ id }) => ids.includes(id));
  if (last !== -1) return entries.slice(last + 1);
  return entries.filter((entry) => (order === 'oldest-first' ? entry.at >= at : entry.at <= at));
}
