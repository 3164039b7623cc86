import type { Outage } from '#shared/breakers/breaker.ts';
import { GiveUp } from '#shared/errors.ts';

/** Holds an event back, and says since when and why its destination takes nothing. A breaker of older code says neither. */
export function destinationDown(
  { destination, openedAt, lastFailure }: Outage,
  now: Date,
  { cause }: { readonly cause?: unknown } = {},
): GiveUp {
  const since = openedAt === undefined ? 'at the moment' : `since ${minuteOf(openedAt, now)} UTC`;
  const because = lastFailure === undefined ? '' : `: it ${lastFailure}`;
  return new GiveUp(`${destination} takes nothing ${since}${because}`, { destination, isDestinationDown: true, cause });
}

/**
 * `12:41`, with its day where that is another one: `2026-01-31T12:41`. One word either way, so that a fingerprint, which
 * ignores words with digits, is the same on the next day.
 */
function minuteOf(openedAt: string, now: Date): string {
  const day = 'yyyy-mm-dd'.length;
  const minute = openedAt.slice(0, 'yyyy-mm-ddThh:mm'.length);
  return openedAt.slice(0, day) === now.toISOString().slice(0, day) ? minute.slice(day + 1) : minute;
}
