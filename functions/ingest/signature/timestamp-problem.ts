import type { Timestamp } from '../providers/provider.ts';
import type { RefusalReason } from './signature-verdict.ts';

/** What is wrong with a signed timestamp now, if anything. Both sides count: clocks differ both ways. */
export function timestampProblem(
  text: string,
  unit: Timestamp['unit'],
  toleranceSeconds: number,
  now: Date,
): RefusalReason | undefined {
  const atMs = instantOf(text, unit);
  if (atMs === undefined) return 'malformed-timestamp';
  // A sender that writes whole seconds has cut the rest off, and so the rest of the present is cut off, too.
  const nowMs = isWhole(text, unit) ? Math.floor(now.getTime() / 1000) * 1000 : now.getTime();
  const ageMs = nowMs - atMs;
  if (ageMs > toleranceSeconds * 1000) return 'stale-timestamp';
  return ageMs < -toleranceSeconds * 1000 ? 'future-timestamp' : undefined;
}

const isWhole = (text: string, unit: Timestamp['unit']) =>
  unit === 'seconds' || (unit === 'iso8601' && !text.includes('.'));

/** RFC 3339, https://www.rfc-editor.org/rfc/rfc3339#section-5.6: `Date` alone takes other forms, too. */
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Strictly: a lax parser reads `1760000000abc` as a time. */
function instantOf(text: string, unit: Timestamp['unit']): number | undefined {
  if (unit === 'seconds') return /^\d{1,12}$/.test(text) ? Number(text) * 1000 : undefined;
  if (unit === 'milliseconds') return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  const date = INSTANT.exec(text)?.[1];
  if (date === undefined) return undefined;
  const midnight = new Date(`${date}T00:00:00Z`);
  // `Date` makes the second of March of the thirtieth of February.
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
  return isDay ? Date.parse(text) : undefined;
}
