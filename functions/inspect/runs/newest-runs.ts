import { RECEIPTS_PREFIX, receiptKey } from '#shared/messages/receipt.ts';
import type { Objects } from '#shared/ports.ts';

/**
 * S3 lists forwards alone, and the newest runs are asked for: so first those of the last day, and only where these are too
 * few those of longer spans. The last one is everything.
 */
const WINDOWS_DAYS = [1, 7, 60, Infinity];
const DAY_MS = 24 * 60 * 60 * 1000;

/** As of a unique id: the time in milliseconds. */
const TIME_DIGITS = 12;

export interface NewestRuns {
  /** Newest first. */
  readonly runs: readonly string[];
  readonly hasMore: boolean;
}

/**
 * By their names, which are ordered by time. Whoever names a run otherwise finds it where its name sorts: letters behind f
 * before all others.
 * @param before only runs whose name sorts in front of this one
 */
export async function newestRuns(
  { limit, before, nowMs }: { readonly limit: number; readonly before: string | undefined; readonly nowMs: number },
  results: Pick<Objects, 'list'>,
): Promise<NewestRuns> {
  const endMs = Math.min(timeOf(before) ?? nowMs, nowMs);
  let found: readonly string[] = [];
  for (const days of WINDOWS_DAYS) {
    // oxlint-disable-next-line no-await-in-loop -- a longer span is only read where the shorter one has too few
    found = await lastRuns(results, { sinceMs: endMs - days * DAY_MS, before, countMax: limit + 1 });
    if (found.length > limit) break;
  }
  const newest = found.toReversed();
  return { runs: newest.slice(0, limit), hasMore: newest.length > limit };
}

/** Runs that began at this time or later, in the order of their names, which is that of time. */
export async function* runNamesSince(ms: number, results: Pick<Objects, 'list'>): AsyncGenerator<string> {
  for await (const { key } of results.list(RECEIPTS_PREFIX, `${RECEIPTS_PREFIX}${runAt(ms)}`)) {
    const run = /([^/]+)\.json$/.exec(key)?.[1];
    if (run !== undefined && receiptKey(run) === key) yield run;
  }
}

const runAt = (ms: number) =>
  Number.isFinite(ms) && ms > 0 ? Math.floor(ms).toString(16).padStart(TIME_DIGITS, '0') : '';

function timeOf(run: string | undefined): number | undefined {
  const digits = run?.slice(0, TIME_DIGITS) ?? '';
  return /^[0-9a-f]{12}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

/** The last of those in the span, in the order of their names; no more of them are held. */
async function lastRuns(
  results: Pick<Objects, 'list'>,
  {
    sinceMs,
    before,
    countMax,
  }: { readonly sinceMs: number; readonly before: string | undefined; readonly countMax: number },
): Promise<readonly string[]> {
  const last: string[] = [];
  for await (const run of runNamesSince(sinceMs, results)) {
    if (before !== undefined && run >= before) break;
    last.push(run);
    if (last.length > countMax) last.shift();
  }
  return last;
}
