import type { Charts, Series } from '../../../protocol/charts.ts';

type Row = Record<string, number | string>;

const minute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** One row for each period, with nothing as zero: a queue that nobody used reports no points. */
export function toRows(
  { from, until, periodSeconds }: Pick<Charts, 'from' | 'until' | 'periodSeconds'>,
  series: readonly Series[],
): Row[] {
  const rows = new Map<number, Row>();
  for (let at = Date.parse(from); at < Date.parse(until); at += periodSeconds * 1000) {
    rows.set(at, {
      minute: minute.format(at),
      ...Object.fromEntries(series.map(({ name }) => [name, 0])),
    });
  }
  for (const { name, points } of series) {
    for (const { at, value } of points) {
      const row = rows.get(Date.parse(at));
      if (row) row[name] = value;
    }
  }
  return [...rows.values()];
}
