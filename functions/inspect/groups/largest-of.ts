/** A reader takes in so many; the rest is one number. */
const SHOWN_MAX = 20;

/** What cannot be an attribute is called so as well. */
const OTHER = 'other';

/** The largest counts by their names, and all others together. */
export function largestOf(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const sorted = [...counts].toSorted(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  const shown = new Map(sorted.slice(0, SHOWN_MAX));
  const rest = sorted.slice(SHOWN_MAX).reduce((sum, [, count]) => sum + count, 0);
  if (rest > 0) shown.set(OTHER, (shown.get(OTHER) ?? 0) + rest);
  return Object.fromEntries(shown);
}
