import { fitColumns, plainLine, widthOf } from './fit-columns.ts';
import type { Paint } from './paint.ts';
import { wrapColumns } from './wrap-columns.ts';

/** Between two columns. */
const GAP = '  ';
const HEADING = 'dim';

export interface Column<Row> {
  /** Of several lines where the column shall be narrow. */
  readonly heading: string;
  readonly cell: (row: Row) => string;
  /** Numbers end under each other. */
  readonly align?: 'right';
  readonly paint?: (row: Row) => Parameters<Paint>[0] | undefined;
  /** Longer ones are cut on a terminal. */
  readonly widthMax?: number;
  /** The last column alone: its sentences are never cut, but go on below. */
  readonly wraps?: true;
}

export interface ColumnsOptions {
  readonly paint: Paint;
  /** Of the terminal: the last column is cut there. Nothing is cut where it is Infinity. */
  readonly columns: number;
}

interface Measured<Row> {
  readonly column: Column<Row>;
  readonly headings: readonly string[];
  readonly cells: readonly string[];
  readonly width: number;
}

/** A line for each row, and above them the headings. Whatever the cells hold stays in its place. */
export function describeColumns<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { paint, columns: lineWidth }: ColumnsOptions,
): string {
  const table = columns.map((column): Measured<Row> => {
    const headings = column.heading.split('\n');
    const cells = rows.map((row) => plainLine(column.cell(row)));
    const widest = Math.max(...headings.map(widthOf), ...cells.map(widthOf));
    const widthMax = lineWidth === Infinity ? widest : (column.widthMax ?? widest);
    return { column, headings, cells, width: Math.min(widest, widthMax) };
  });
  const room = roomOf(
    table.map(({ width }) => width),
    lineWidth,
  );
  const lineOf = (texts: readonly string[], colour: (index: number) => Parameters<Paint>[0] | undefined) =>
    texts
      .map((text, index) => {
        const { align, wraps } = table[index]?.column ?? {};
        const fitted = wraps ? text : place(text, room[index] ?? 0, align);
        const shown = index === texts.length - 1 ? fitted.trimEnd() : fitted;
        const format = colour(index);
        return format === undefined || shown.trim() === '' ? shown : paint(format, shown);
      })
      .join(GAP)
      .trimEnd();
  const headings = headingsOf(table, room).map((texts) => lineOf(texts, () => HEADING));
  const lines = rows.flatMap((row, place) =>
    cellsOf(table, place, room).map((texts) => lineOf(texts, (index) => table[index]?.column.paint?.(row))),
  );
  return [...headings, ...lines, ''].join('\n');
}

/** Those of fewer lines stand directly above their cells. */
function headingsOf<Row>(table: readonly Measured<Row>[], room: readonly number[]): readonly (readonly string[])[] {
  const headings = table.map((one, index) =>
    one.column.wraps ? one.headings.flatMap((text) => wrapColumns(text, room[index] ?? 0)) : one.headings,
  );
  const height = Math.max(...headings.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    headings.map((texts) => texts[line - (height - texts.length)] ?? ''),
  );
}

/** The lines of a row: below its first nothing but the rest of its sentence. */
function cellsOf<Row>(
  table: readonly Measured<Row>[],
  place: number,
  room: readonly number[],
): readonly (readonly string[])[] {
  const cells = table.map(({ column, cells: texts }, index) => {
    const text = texts[place] ?? '';
    return column.wraps ? wrapColumns(text, room[index] ?? 0) : [text];
  });
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => cells.map((texts) => texts[line] ?? ''));
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
