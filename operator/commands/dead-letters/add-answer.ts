import type { ReplayAnswer, ReplayCounts } from '#shared/messages/replay-request.ts';

/** What several calls for one replay have done together. */
export interface RunCounts extends ReplayCounts {
  /** Each has a receipt. */
  readonly runs: readonly string[];
  readonly unfinished?: true;
  /** What was named and no dead letter has. */
  readonly notThere?: readonly string[];
}

export function addAnswer(counts: RunCounts | undefined, answer: ReplayAnswer): RunCounts {
  const skippedBecause = addReasons(counts?.skippedBecause, answer.skippedBecause);
  const failedBecause = addReasons(counts?.failedBecause, answer.failedBecause);
  const notThere = [...new Set([...(counts?.notThere ?? []), ...(answer.notThere ?? [])])];
  return {
    runs: [...(counts?.runs ?? []), ...(answer.run === undefined ? [] : [answer.run])],
    matched: (counts?.matched ?? 0) + answer.matched,
    replayed: (counts?.replayed ?? 0) + answer.replayed,
    skipped: (counts?.skipped ?? 0) + answer.skipped,
    failed: (counts?.failed ?? 0) + answer.failed,
    ...(skippedBecause && { skippedBecause }),
    ...(failedBecause && { failedBecause }),
    ...(answer.unfinished && { unfinished: true }),
    ...(notThere.length > 0 && { notThere }),
  };
}

type Reasons = ReplayCounts['skippedBecause'];

function addReasons(one: Reasons, other: Reasons): Reasons {
  if (!one || !other) return one ?? other;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...names].map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
}
