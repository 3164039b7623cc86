import type { ResultFinder } from './create-result-finder.ts';
import type { ExpectedResult, FoundDeadLetter } from './sent-webhook.ts';

export interface ResultFollower {
  /** Notes what is there already, so that it is not taken for new. */
  begin(): Promise<void>;
  /** Waits for these results; each gets its time when it is found, which may have been before this call. */
  expect(results: readonly ExpectedResult[], postedAtMs: number, onNews: () => void): void;
  /** Looks once at every worker's results. */
  look(): Promise<void>;
  /** How many results are still to come. */
  waiting(): number;
  /** Those still to come, each once, however many sendings wait for it. */
  awaited(): readonly Awaited[];
  /** Waits for it no longer: there is a dead letter in its place. */
  end(awaited: Pick<Awaited, 'worker' | 'eventId'>, deadLetter: FoundDeadLetter): void;
}

export interface Awaited {
  readonly worker: string;
  readonly eventId: string;
  /** As of ExpectedResult. */
  readonly listId: string;
  readonly sinceMs: number;
}

interface Waiting {
  readonly result: ExpectedResult;
  readonly postedAtMs: number;
  readonly sinceMs: number;
  readonly onNews: () => void;
}

/** @param finders worker → its results */
export function createResultFollower(finders: ReadonlyMap<string, ResultFinder>, now: () => number): ResultFollower {
  const foundAtMs = new Map<string, number>();
  const waiting = new Map<string, Waiting[]>();

  const awaitedOf = (worker: string) =>
    [...waiting.values()].flatMap(([first]) => (first?.result.worker === worker ? [first.result.eventId] : []));

  const look = async () => {
    await Promise.all(
      [...finders].map(async ([worker, finder]) => {
        const eventIds = await finder.find(awaitedOf(worker));
        const atMs = now();
        for (const eventId of eventIds) {
          const key = keyOf(worker, eventId);
          foundAtMs.set(key, atMs);
          // The same webhook sent twice is one delivery: its result is the result of both.
          for (const { result, postedAtMs, onNews } of waiting.get(key) ?? []) {
            result.ms = atMs - postedAtMs;
            onNews();
          }
          waiting.delete(key);
        }
      }),
    );
  };

  return {
    look,
    async begin() {
      await Promise.all([...finders.values()].map((finder) => finder.begin()));
    },
    waiting: () => waiting.size,
    awaited: () =>
      [...waiting.values()].flatMap(([first]) => {
        if (!first) return [];
        const { result, sinceMs } = first;
        const { worker, eventId, listId = eventId } = result;
        return [{ worker, eventId, listId, sinceMs }];
      }),
    end({ worker, eventId }, deadLetter) {
      const key = keyOf(worker, eventId);
      for (const { result, onNews } of waiting.get(key) ?? []) {
        result.deadLetter = deadLetter;
        onNews();
      }
      waiting.delete(key);
    },
    expect(results, postedAtMs, onNews) {
      for (const result of results) {
        const key = keyOf(result.worker, result.eventId);
        const atMs = foundAtMs.get(key);
        if (atMs !== undefined && atMs >= postedAtMs) {
          result.ms = atMs - postedAtMs;
          onNews();
        } else {
          waiting.set(key, [...(waiting.get(key) ?? []), { result, postedAtMs, sinceMs: now(), onNews }]);
        }
      }
    },
  };
}

const keyOf = (worker: string, eventId: string) => `${worker} ${eventId}`;
