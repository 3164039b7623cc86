import { fitColumns, plainLine, widthOf } from './fit-columns.ts';
import type { Paint } from './paint.ts';

/** Between two columns. */
const GAP = '  ';
const HEADING = 'dim';

export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => string;
  /** Numbers end under each other. */
  readonly align?: 'right';
  readonly paint?: (row: Row) => Parameters<Paint>[0] | undefined;
  /** Longer ones are cut. */
  readonly widthMax?: number;
}

export interface ColumnsOptions {
  readonly paint: Paint;
  /** Of the terminal: the last column is cut there. */
  readonly columns: number;
}

/** A line for each row, and above them the headings. Whatever the cells hold stays in its place. */
export function describeColumns<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { paint, columns: lineWidth }: ColumnsOptions,
): string {
  const table = columns.map((column) => {
    const cells = rows.map((row) => plainLine(column.cell(row)));
    const widest = Math.max(widthOf(column.heading), ...cells.map(widthOf));
    return { column, cells, width: Math.min(widest, column.widthMax ?? widest) };
  });
  const room = roomOf(
    table.map(({ width }) => width),
    lineWidth,
  );
  const lineOf = (texts: readonly string[], colour: (index: number) => Parameters<Paint>[0] | undefined) =>
    texts
      .map((text, index) => {
        const fitted = place(text, room[index] ?? 0, table[index]?.column.align);
        const shown = index === texts.length - 1 ? fitted.trimEnd() : fitted;
        const format = colour(index);
        return format === undefined || shown.trim() === '' ? shown : paint(format, shown);
      })
      .join(GAP)
      .trimEnd();
  const headings = lineOf(
    columns.map(({ heading }) => heading),
    () => HEADING,
  );
  const lines = rows.map((row, place) =>
    lineOf(
      table.map(({ cells }) => cells[place] ?? ''),
      (index) => table[index]?.column.paint?.(row),
    ),
  );
  return [headings, ...lines, ''].join('\n');
}

const place = (text: string, width: number, align: 'right' | undefined) =>
  align === 'right'
    ? ' '.repeat(Math.max(0, width - widthOf(text))) + fitColumns(text, Math.min(widthOf(text), width))
    : fitColumns(text, width);

/** The least that still tells something. */
const WIDTH_MIN = 8;

/** Too many take it from the last column first, which is the one that explains. */
function roomOf(widths: readonly number[], lineWidth: number): readonly number[] {
  const room = [...widths];
  let over = room.reduce((sum, width) => sum + width, 0) + GAP.length * (room.length - 1) - lineWidth;
  for (let index = room.length - 1; index >= 0 && over > 0; index -= 1) {
    const width = room[index] ?? 0;
    const less = Math.max(0, Math.min(over, width - WIDTH_MIN));
    room[index] = width - less;
    over -= less;
  }
  return room;
}
