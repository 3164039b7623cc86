import { InvalidArgumentError } from '@commander-js/extra-typings';

const DAY_MS = 86_400_000;
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', DAY_MS],
  ['w', 7 * DAY_MS],
]);
const SPAN = /^(\d{1,6})([smhdw])$/;
const DAY_LENGTH = 'YYYY-MM-DD'.length;
const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

const NO_INSTANT = new Date(Number.NaN);

const FORMS =
  'It must be an instant (2026-01-31T08:00Z), a day in UTC (2026-01-31, today, yesterday) or how long ago (90s, 15m, 2h, 3d, 1w).';

/** Days begin at midnight UTC, as all times that are shown are UTC. */
export function parseInstant(text: string, now: Date): string {
  const instant = instantOf(text.trim(), now);
  if (Number.isNaN(instant.getTime())) throw new InvalidArgumentError(FORMS);
  return instant.toISOString();
}

/** `90s`, `24h`: how long that is; undefined for anything else. */
export function spanMs(text: string): number | undefined {
  const [, count, unit = ''] = SPAN.exec(text) ?? [];
  const unitMs = UNIT_MS.get(unit);
  return unitMs === undefined ? undefined : Number(count) * unitMs;
}

function instantOf(text: string, now: Date): Date {
  if (text === 'now') return now;
  if (text === 'today') return midnight(now);
  if (text === 'yesterday') return midnight(new Date(now.getTime() - DAY_MS));
  const agoMs = spanMs(text);
  if (agoMs !== undefined) return new Date(now.getTime() - agoMs);
  if (!isDay(text.slice(0, DAY_LENGTH))) return NO_INSTANT;
  if (text.length === DAY_LENGTH) return new Date(`${text}T00:00:00.000Z`);
  return INSTANT.test(text) ? new Date(text.replace(' ', 'T')) : NO_INSTANT;
}

/** The engine takes 31 February as 3 March: the bound of a run would move, and nobody would notice. */
function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const midnightOf = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(midnightOf.getTime()) && midnightOf.toISOString().startsWith(text);
}

const midnight = (instant: Date) => new Date(`${instant.toISOString().slice(0, 10)}T00:00:00.000Z`);
