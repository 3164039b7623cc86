import { InvalidArgumentError } from '@commander-js/extra-typings';

const DAY_MS = 86_400_000;
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', DAY_MS],
  ['w', 7 * DAY_MS],
]);
const AGO = /^(\d{1,6})([smhdw])$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

const FORMS =
  'It must be an instant (2026-01-31T08:00Z), a day in UTC (2026-01-31, today, yesterday) or how long ago (90s, 15m, 2h, 3d, 1w).';

/** Days begin at midnight UTC, as all times that are shown are UTC. */
export function parseInstant(text: string, now: Date): string {
  const instant = instantOf(text.trim(), now);
  if (Number.isNaN(instant.getTime())) throw new InvalidArgumentError(FORMS);
  return instant.toISOString();
}

function instantOf(text: string, now: Date): Date {
  if (text === 'now') return now;
  if (text === 'today') return midnight(now);
  if (text === 'yesterday') return midnight(new Date(now.getTime() - DAY_MS));
  const [, count, unit = ''] = AGO.exec(text) ?? [];
  const unitMs = UNIT_MS.get(unit);
  if (unitMs !== undefined) return new Date(now.getTime() - Number(count) * unitMs);
  if (DAY.test(text)) return new Date(`${text}T00:00:00.000Z`);
  return new Date(INSTANT.test(text) ? text.replace(' ', 'T') : Number.NaN);
}

const midnight = (instant: Date) => new Date(`${instant.toISOString().slice(0, 10)}T00:00:00.000Z`);
