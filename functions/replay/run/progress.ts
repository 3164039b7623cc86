import pMap from 'p-map';
import { createTally, type Tally } from '#shared/dead-letters/tally.ts';
import { outcomePageSchema, outcomesPrefix, type RunOutcome } from '#shared/messages/receipt.ts';
import type { RunCounts } from '#shared/messages/replay-request.ts';
import type { SkipReason } from '#shared/dead-letters/why-skipped.ts';
import type { OnLook } from '../candidate.ts';
import { intentSchema } from './intent.ts';
import { numberOf } from './number-of.ts';
import { readEntry } from './read-entry.ts';
import type { RunPorts } from './run-ports.ts';

/** Enough to hide their latency, few enough for the client's 50 sockets. */
const READS_AT_ONCE = 16;
/** Of those that were named and are not there; a request names ten thousand at most. */
const NOT_THERE = 'not there' satisfies SkipReason;

/** How far a run has come, by its own pages. */
export interface Progress {
  readonly tally: Tally;
  /** Ids that have their outcome: they are not met again. 100 bytes each. */
  readonly seen: Set<string>;
  /** Ids that an invocation began with and that nobody can tell the outcome of, with the reason; they may be met again. */
  readonly unknown: Map<string, string>;
  /** Of those that were named. */
  readonly notThere: Set<string>;
  /** Numbers of the pages whose outcomes are in it. */
  readonly pages: Set<number>;
  /** The highest number that any page or intent has. */
  lastPage: number;
}

/** A page that an invocation has begun and not ended; without an intent where it could not even store that. */
export interface BegunPage {
  readonly page: number;
  readonly ids: readonly string[];
}

export function createProgress(): Progress {
  return {
    tally: createTally(),
    seen: new Set(),
    unknown: new Map(),
    notThere: new Set(),
    pages: new Set(),
    lastPage: 0,
  };
}

/** What is stored, and nothing else: the counts of the receipt are those of its pages. */
export function addToProgress(progress: Progress, page: number, outcomes: readonly RunOutcome[]): void {
  progress.pages.add(page);
  progress.tally.add(outcomes);
  for (const { id, outcome, because } of outcomes) {
    if (outcome === 'unknown') {
      // Pages are read in any order.
      if (!progress.seen.has(id)) progress.unknown.set(id, because ?? '');
      continue;
    }
    progress.unknown.delete(id);
    progress.seen.add(id);
    if (outcome === 'skipped' && because === NOT_THERE) progress.notThere.add(id.slice(id.indexOf('/') + 1));
  }
}

/** As receipts and answers have them. */
export function countsOf({ tally, unknown }: Progress): RunCounts {
  const counts = tally.counts();
  if (unknown.size === 0) return counts;
  const because = Map.groupBy(unknown.values(), (reason) => reason);
  return {
    ...counts,
    matched: counts.matched + unknown.size,
    unknown: unknown.size,
    unknownBecause: Object.fromEntries([...because].map(([reason, all]) => [reason, all.length])),
  };
}

/** How many the operator's limit has had: also what may have been done. */
export function countDone(progress: Progress): number {
  const { succeeded, failed, unknown = 0 } = countsOf(progress);
  return succeeded + failed + unknown;
}

/**
 * Adds what other invocations have stored since it was read last.
 * @param onLook called between the reads, of which there may be a hundred thousand
 * @returns what they have begun only
 */
export async function readProgress(
  run: string,
  progress: Progress,
  { results }: Pick<RunPorts, 'results'>,
  onLook: OnLook,
): Promise<readonly BegunPage[]> {
  const [outcomeKeys, intentKeys] = [new Map<number, string>(), new Map<number, string>()];
  for await (const { key } of results.list(outcomesPrefix(run))) {
    const isPage = /\/\d+(?:\.began)?\.json$/.test(key);
    if (isPage) (key.endsWith('.began.json') ? intentKeys : outcomeKeys).set(numberOf(key), key);
  }
  const unread = [...outcomeKeys].filter(([page]) => !progress.pages.has(page));
  await pMap(
    unread,
    async ([page, key]) => {
      await onLook();
      addToProgress(progress, page, (await readEntry(results, key, outcomePageSchema)).outcomes);
    },
    { concurrency: READS_AT_ONCE },
  );
  for (const keys of [outcomeKeys, intentKeys]) {
    for (const page of keys.keys()) progress.lastPage = Math.max(progress.lastPage, page);
  }
  const numbers = Array.from({ length: progress.lastPage }, (_, index) => index + 1);
  return pMap(
    numbers.filter((page) => !progress.pages.has(page)),
    async (page) => {
      const key = intentKeys.get(page);
      return { page, ids: key === undefined ? [] : (await readEntry(results, key, intentSchema)).ids };
    },
    { concurrency: READS_AT_ONCE },
  );
}
