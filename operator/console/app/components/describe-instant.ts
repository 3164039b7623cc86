/** Whose words and whose clock; the browser's own, unless a test says another. */
interface Place {
  readonly locale?: string;
  readonly timeZone?: string;
}

const DAY_AND_SECOND = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const;

/** `21 Nov 2026, 20:31:00`: the page says once whose time that is. */
export const describeInstant = (date: Date, place: Place = {}): string => format(DAY_AND_SECOND, place).format(date);

/** `21 Nov 2026, 20:31:00 CET · 2026-11-21 19:31:00Z`: in the operator's zone and as the terminal writes it. */
export const describeInstantWithZones = (date: Date, place: Place = {}): string =>
  `${format({ ...DAY_AND_SECOND, timeZoneName: 'short' }, place).format(date)} · ${date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+(?=Z$)/, '')}`;

/** `Europe/Berlin, now GMT+1` */
export function describeZone(now: Date, place: Place = {}): string {
  const zone = format({ timeZoneName: 'shortOffset' }, place);
  const offset = zone.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value;
  const { timeZone } = zone.resolvedOptions();
  return offset === undefined || timeZone === 'UTC' ? timeZone : `${timeZone}, now ${offset}`;
}

const format = (options: Intl.DateTimeFormatOptions, { locale, timeZone }: Place) =>
  new Intl.DateTimeFormat(locale, { ...options, ...(timeZone !== undefined && { timeZone }) });
