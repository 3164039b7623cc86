import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { Choice } from './matches-choice.ts';
import type { Position } from './position.ts';
import { spanOf } from './span-of.ts';
import { createStream, type EntryPage, type Order, type Stream } from './stream.ts';

export type StreamStore = Pick<DeadLetterStore, 'page' | 'pageOfGroup'>;

export interface WalkOptions {
  readonly choice: Choice;
  /** Whose dead letters. */
  readonly workers: readonly string[];
  readonly order: Order;
  /** How many of one stream are read at once. */
  readonly pageSize: number;
}

type Read = (after: string | undefined) => Promise<EntryPage>;

/** The narrowest index ranges that hold all that is meant: what is read besides must be told apart by whoever walks. */
export function streamsOf(
  options: WalkOptions,
  store: StreamStore,
  startOf: (streamsCount: number) => readonly Position[],
): readonly Stream[] {
  const reads = readsOf(options, store);
  const starts = startOf(reads.length);
  return reads.map((read, index) => createStream({ read, start: starts[index] ?? {}, order: options.order }));
}

function readsOf(options: WalkOptions, store: StreamStore): readonly Read[] {
  const { choice, workers } = options;
  if (choice.ids) return [pagesOfIds(options, [...new Set(choice.ids)])];
  if (!choice.fingerprints) return workers.map((worker) => pagesOfWorker(options, worker, store));
  const fingerprints = [...new Set(choice.fingerprints)];
  return workers.flatMap((worker) =>
    fingerprints.map((fingerprint) => pagesOfGroup(options, { worker, fingerprint }, store)),
  );
}

/** One id after the other, and of each every worker's. */
function pagesOfIds({ workers, pageSize }: WalkOptions, ids: readonly string[]): Read {
  return (after) => {
    const begin = after === undefined ? 0 : Number(after);
    const end = begin + Math.max(1, Math.floor(pageSize / workers.length));
    const entries = ids
      .slice(begin, end)
      .flatMap((eventId) => workers.map((worker) => ({ id: deadLetterId(worker, eventId), at: '' })));
    return Promise.resolve({ entries, ...(end < ids.length && { next: String(end) }) });
  };
}

function pagesOfWorker({ choice, order, pageSize }: WalkOptions, worker: string, store: StreamStore): Read {
  const query = { worker, state: choice.state, ...spanOf(choice.between), ...asQueried(order), limit: pageSize };
  return async (after) => {
    const { deadLetters, unreadable, next } = await store.page({ ...query, ...(after !== undefined && { after }) });
    const entries = deadLetters.map((summary) => ({ id: summary.id, at: summary.failure.lastAt, summary }));
    return { entries, unreadable, ...(next !== undefined && { next }) };
  };
}

function pagesOfGroup(
  { choice, order, pageSize }: WalkOptions,
  group: { readonly worker: string; readonly fingerprint: string },
  store: StreamStore,
): Read {
  const query = { ...group, state: choice.state, ...asQueried(order), limit: pageSize };
  return async (after) => {
    const { members, next } = await store.pageOfGroup({ ...query, ...(after !== undefined && { after }) });
    return { entries: members.map(({ id, lastAt }) => ({ id, at: lastAt })), ...(next !== undefined && { next }) };
  };
}

const asQueried = (order: Order) => ({ newestFirst: order === 'newest-first' });
