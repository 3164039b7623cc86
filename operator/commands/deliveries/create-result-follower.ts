import type { ResultFinder } from './create-result-finder.ts';
import type { ExpectedResult } from './sent-webhook.ts';

export interface ResultFollower {
  /** Notes what is there already, so that it is not taken for new. */
  begin(): Promise<void>;
  /** Waits for these results; each gets its time when it is found, which may have been before this call. */
  expect(results: readonly ExpectedResult[], postedAtMs: number, onFound: () => void): void;
  /** Looks once at every worker's results. */
  look(): Promise<void>;
  /** How many results are still to come. */
  waiting(): number;
}

interface Waiting {
  readonly result: ExpectedResult;
  readonly postedAtMs: number;
  readonly onFound: () => void;
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
          for (const { result, postedAtMs, onFound } of waiting.get(key) ?? []) {
            result.ms = atMs - postedAtMs;
            onFound();
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
    expect(results, postedAtMs, onFound) {
      for (const result of results) {
        const key = keyOf(result.worker, result.eventId);
        const atMs = foundAtMs.get(key);
        if (atMs !== undefined && atMs >= postedAtMs) {
          result.ms = atMs - postedAtMs;
          onFound();
        } else {
          waiting.set(key, [...(waiting.get(key) ?? []), { result, postedAtMs, onFound }]);
        }
      }
    },
  };
}

const keyOf = (worker: string, eventId: string) => `${worker} ${eventId}`;
