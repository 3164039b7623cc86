import { redactError } from '../lambda/redact-error.ts';
import type { Receipt } from '../messages/receipt.ts';
import type { ReplayCounts } from '../messages/replay-request.ts';
import type { SentBack } from './send-back.ts';

export interface Tally {
  add(outcomes: readonly SentBack[]): void;
  counts(): ReplayCounts;
  /** One by one, for the receipt. */
  outcomes(): Receipt['outcomes'];
  /** One of the errors behind each reason. */
  errors(): ReadonlyMap<string, unknown>;
}

/** Adds up what became of each. Reasons of failures are redacted: they are shown and stored. */
export function createTally(): Tally {
  const all: Receipt['outcomes'] = [];
  const errors = new Map<string, unknown>();
  const withOutcome = (outcome: SentBack['outcome']) => all.filter((one) => one.outcome === outcome);
  return {
    add(outcomes) {
      for (const sent of outcomes) {
        if (sent.outcome !== 'failed') {
          all.push(sent);
          continue;
        }
        const because = redactError(sent.error).message;
        errors.set(because, sent.error);
        all.push({ id: sent.id, outcome: 'failed', because });
      }
    },
    counts() {
      const [skipped, failed] = [withOutcome('skipped'), withOutcome('failed')];
      return {
        matched: all.length,
        replayed: withOutcome('replayed').length,
        skipped: skipped.length,
        failed: failed.length,
        ...(skipped.length > 0 && { skippedBecause: countReasons(skipped) }),
        ...(failed.length > 0 && { failedBecause: countReasons(failed) }),
      };
    },
    outcomes: () => all,
    errors: () => errors,
  };
}

function countReasons(outcomes: Receipt['outcomes']): Readonly<Record<string, number>> {
  const byReason = Map.groupBy(outcomes, ({ because = 'unknown' }) => because);
  return Object.fromEntries([...byReason].map(([because, same]) => [because, same.length]));
}
