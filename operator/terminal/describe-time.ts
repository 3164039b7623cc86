const SECOND_MS = 1000;
const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', SECOND_MS],
] as const;

/** `2026-01-02 03:24:06Z` */
export const toSecond = (instant: string) => instant.replace('T', ' ').replace(/\.\d+(?=Z$)/, '');

/** `3d 4h`, `12m 30s`, `850 ms`: the two largest units. */
export function describeSpan(ms: number): string {
  if (ms < SECOND_MS) return `${Math.max(0, Math.round(ms))} ms`;
  let rest = Math.round(ms / SECOND_MS) * SECOND_MS;
  const parts: string[] = [];
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    if (count > 0) parts.push(`${count}${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}

/** How long ago. */
export const describeAge = (instant: string, now: Date) => `${describeSpan(now.getTime() - Date.parse(instant))} ago`;
