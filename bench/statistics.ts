// Figures that stand still while the machine does not: medians, and ratios of what ran side by side.

/** The middle of the sorted values, or of the two in the middle their mean. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** @param share 0.99: what 99 % of the values do not exceed, between two of them in proportion */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('There is no quantile of nothing.');
  const sorted = values.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}

/** A median, and between what the middle half of the values lies. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  low: quantile(values, 0.25),
  high: quantile(values, 0.75),
});

/** How one's values relate to the other's of the same round. What slows a whole round down cancels out. */
export function pairedRatios(ours: readonly number[], theirs: readonly number[]): Spread {
  if (ours.length !== theirs.length) throw new Error(`${ours.length} values cannot be paired with ${theirs.length}.`);
  return spreadOf(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}

/**
 * Measures every variant once per round, in an order that turns with the rounds, so that none always follows the same other.
 * @returns one value per round for each of them
 */
export async function interleave(
  variants: Readonly<Record<string, (round: number) => number | Promise<number>>>,
  rounds: number,
  signal?: AbortSignal,
): Promise<Readonly<Record<string, readonly number[]>>> {
  const names = Object.keys(variants);
  const measured = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let place = 0; place < names.length; place += 1) {
      signal?.throwIfAborted();
      const name = names[(place + round) % names.length] ?? '';
      const value = await variants[name]?.(round);
      if (value !== undefined) measured.get(name)?.push(value);
    }
  }
  return Object.fromEntries(measured);
}

/** Three digits that count, as tables show it: 0.0123, 1.23, 12.3, 123, 12,345. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: Math.min(digits, 2) });
}

/** `1.12 × (1.10–1.15)`. */
export const shownRatio = ({ median, low, high }: Spread): string =>
  `${median.toFixed(2)} × (${low.toFixed(2)}–${high.toFixed(2)})`;
