import { redactError } from '../lambda/redact-error.ts';
import type { RunOutcome } from '../messages/receipt.ts';
import type { RunCounts } from '../messages/replay-request.ts';
import type { Outcome } from './outcome.ts';

/** Reasons that have a count of their own: a message of each failure that names something else would be as many as events. */
const REASONS_MAX = 50;
const OTHER_REASONS = 'other reasons';

export interface Tally {
  /** As the receipt keeps them; they are counted once they are added. */
  toKept(outcomes: readonly Outcome[]): readonly RunOutcome[];
  add(kept: readonly RunOutcome[]): void;
  counts(): RunCounts;
  /** One of the errors behind each reason. */
  errors(): ReadonlyMap<string, unknown>;
}

/** Adds up what became of each, and holds none of them. Reasons of failures are redacted: they are shown and stored. */
export function createTally(): Tally {
  let [succeeded, skipped, failed] = [0, 0, 0];
  const skippedBecause = new Map<string, number>();
  const failedBecause = new Map<string, number>();
  const errors = new Map<string, unknown>();

  const count = ({ outcome, because = 'unknown' }: RunOutcome) => {
    // Whoever knows whether its outcome is on a later page counts it.
    if (outcome === 'unknown') return;
    if (outcome === 'skipped') {
      skipped += 1;
      addReason(skippedBecause, because);
    } else if (outcome === 'failed') {
      failed += 1;
      addReason(failedBecause, because);
    } else succeeded += 1;
  };

  return {
    toKept: (outcomes) =>
      outcomes.map((one): RunOutcome => {
        if (one.outcome !== 'failed') return one;
        const because = redactError(one.error).message;
        if (errors.size < REASONS_MAX) errors.set(because, one.error);
        return { id: one.id, outcome: 'failed', because };
      }),
    add(kept) {
      for (const one of kept) count(one);
    },
    counts: () => ({
      matched: succeeded + skipped + failed,
      succeeded,
      skipped,
      failed,
      ...(skipped > 0 && { skippedBecause: Object.fromEntries(skippedBecause) }),
      ...(failed > 0 && { failedBecause: Object.fromEntries(failedBecause) }),
    }),
    errors: () => errors,
  };
}

function addReason(reasons: Map<string, number>, because: string): void {
  const name = reasons.has(because) || reasons.size < REASONS_MAX ? because : OTHER_REASONS;
  reasons.set(name, (reasons.get(name) ?? 0) + 1);
}
