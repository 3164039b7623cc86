import { RejectedWebhook } from '#shared/errors.ts';
import type { Budget } from '#shared/messages/source.ts';
import type { Clock } from '#shared/ports.ts';

/** Sums of fractions of a token: a sender that waited exactly as long as it was told must not miss by a rounding. */
const ROUNDING = 1e-9;

interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

export interface SourceBudgets {
  /** @throws {RejectedWebhook} 429 when the source has sent more than its budget */
  spend(sourceName: string, budget: Budget): void;
}

/**
 * A token bucket per source, in the memory of this environment: with N environments at work a source may send up to N times
 * its budget. A store that all of them ask would cost every webhook a call, to count exactly what only has to be bounded.
 */
export function createSourceBudgets(clock: Pick<Clock, 'now'>): SourceBudgets {
  const buckets = new Map<string, Bucket>();
  return {
    spend(sourceName, { perSecond, burst = Math.max(1, perSecond) }) {
      const nowMs = clock.now().getTime();
      const { tokens: left, atMs } = buckets.get(sourceName) ?? { tokens: burst, atMs: nowMs };
      // A clock that was set back gives nothing, and counts on from where it is now.
      const gained = (Math.max(0, nowMs - atMs) / 1000) * perSecond;
      const tokens = Math.min(burst, left + gained);
      const isWithin = tokens >= 1 - ROUNDING;
      buckets.set(sourceName, { tokens: isWithin ? Math.max(0, tokens - 1) : tokens, atMs: nowMs });
      if (!isWithin) throw overBudget((1 - tokens) / perSecond);
    },
  };
}

function overBudget(seconds: number): RejectedWebhook {
  const retryAfter = String(Math.max(1, Math.ceil(seconds)));
  return new RejectedWebhook(429, 'over-budget', 'This source sends more than was agreed. Send it again later.', {
    headers: { 'retry-after': retryAfter },
  });
}
