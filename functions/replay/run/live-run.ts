import type { Receipt } from '#shared/messages/receipt.ts';
import type { RunState } from '#shared/messages/replay-request.ts';
import type { Clock } from '#shared/ports.ts';
import { createAllowance, type Allowance } from '../allowance.ts';
import type { AbortEntry } from './abort-entry.ts';
import { countDone, countsOf, type Progress } from './progress.ts';
import type { Invocation } from './run-ports.ts';
import type { Turn } from './take-turn.ts';

/** What one invocation knows of the run that it works on. */
export interface LiveRun {
  /** As it was found, with this invocation. */
  readonly receipt: Receipt;
  readonly progress: Progress;
  readonly turn: Turn;
  readonly allowance: Allowance;
  /** What was named and is not there; of events also what `progress` knows. */
  missing: readonly string[];
  aborted?: AbortEntry;
  /** Where a later invocation begins to look. */
  reached?: string;
  isLiveTrafficInTheWay: boolean;
  /** Somebody else has begun pages that nobody has ended. */
  hasOpenPages: boolean;
  pausedMs: number;
}

export function beginLiveRun(
  { receipt, progress, turn }: Pick<LiveRun, 'receipt' | 'progress' | 'turn'>,
  { requestId, who, remainingMs }: Invocation,
  clock: Clock,
): LiveRun {
  const limit = 'limit' in receipt.request ? receipt.request.limit : undefined;
  const leftOfLimit = limit === undefined ? undefined : limit - countDone(progress);
  const isKnown = receipt.invocations.some((known) => known.requestId === requestId);
  const invocation = { requestId, who, startedAt: clock.now().toISOString() };
  return {
    receipt: { ...receipt, invocations: isKnown ? receipt.invocations : [...receipt.invocations, invocation] },
    progress,
    turn,
    allowance: createAllowance({ remainingMs, limit: leftOfLimit }),
    missing: receipt.notThere ?? [],
    isLiveTrafficInTheWay: false,
    hasOpenPages: false,
    pausedMs: receipt.pausedMs ?? 0,
  };
}

/** What the receipt is to say at this moment. */
export function receiptOf(
  { receipt, progress, missing, aborted, reached, pausedMs }: LiveRun,
  state: RunState,
  clock: Clock,
): Receipt {
  const now = clock.now().toISOString();
  const notThere = [...new Set([...missing, ...progress.notThere])];
  const isOver = state === 'finished' || state === 'aborted';
  // What was not known may have its outcome by now.
  const { unknown: _, unknownBecause: __, ...kept } = receipt;
  return {
    ...kept,
    state,
    updatedAt: now,
    ...(isOver && { finishedAt: now }),
    ...(aborted && { aborted: { at: aborted.at, reason: aborted.reason, who: aborted.who } }),
    ...countsOf(progress),
    ...(notThere.length > 0 && { notThere }),
    ...(pausedMs > 0 && { pausedMs }),
    ...(reached !== undefined && { reached }),
    pages: progress.lastPage,
  };
}
