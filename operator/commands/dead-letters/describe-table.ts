import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import { fitColumns, plainLine, widthOf } from '../../terminal/fit-columns.ts';
import { toSecond } from '../../terminal/describe-time.ts';
import type { Paint } from '../../terminal/paint.ts';

/** Between two columns. */
const GAP = '  ';
/** Where not even so much of the message fits, it stands on a line of its own. */
const MESSAGE_COLUMNS_MIN = 20;
/** On a terminal longer sources and types are cut: their whole name is in `show`. */
const NAME_COLUMNS_MAX = 40;

const HEADINGS = {
  failedLast: 'failed last',
  worker: 'worker',
  event: 'event',
  name: 'source/type',
  class: 'class',
  fingerprint: 'fingerprint',
} as const;

type Column = keyof typeof HEADINGS;
type Row = Readonly<Record<Column, string>> & { readonly message: string };

/** The lines of one dead letter; the last of them ends with the message. */
type Layout = readonly (readonly Column[])[];

/** The first that fits is taken. Only the fingerprint is left out: `show` has it. */
const LAYOUTS: readonly Layout[] = [
  [['failedLast', 'worker', 'event', 'name', 'class', 'fingerprint']],
  [['failedLast', 'worker', 'event', 'name', 'class']],
  [
    ['failedLast', 'worker', 'event', 'fingerprint'],
    ['name', 'class'],
  ],
  [
    ['failedLast', 'worker', 'event'],
    ['name', 'class', 'fingerprint'],
  ],
];
const NARROWEST: Layout = [
  ['failedLast', 'worker', 'event'],
  ['name', 'class'],
];

export interface TableOptions {
  readonly paint: Paint;
  readonly columns: number;
}

/** One line each, with as much of the message as fits; two on a narrow terminal. */
export function describeTable(deadLetters: readonly DeadLetterSummary[], { paint, columns }: TableOptions): string {
  const rows = [{ ...HEADINGS, message: 'message' }, ...deadLetters.map(rowOf)];
  const widthOfColumn = (column: Column): number => {
    const widest = Math.max(...rows.map((row) => widthOf(row[column])));
    return column === 'name' && columns !== Infinity ? Math.min(NAME_COLUMNS_MAX, widest) : widest;
  };
  const widths = {
    failedLast: widthOfColumn('failedLast'),
    worker: widthOfColumn('worker'),
    event: widthOfColumn('event'),
    name: widthOfColumn('name'),
    class: widthOfColumn('class'),
    fingerprint: widthOfColumn('fingerprint'),
  };
  const layout = LAYOUTS.find((one) => fits(one, widths, columns)) ?? NARROWEST;
  const [first, ...others] = rows.map((row) => describeRow(row, { layout, widths, columns }));
  return [paint('dim', first ?? ''), ...others, ''].join('\n');
}

type Widths = Readonly<Record<Column, number>>;

const fits = (layout: Layout, widths: Widths, columns: number) =>
  layout.every((line, index) => columnsOf(line, index, widths) + messageMin(layout, index) <= columns);

function columnsOf(line: readonly Column[], index: number, widths: Widths): number {
  const cells = line.reduce((sum, column) => sum + widths[column], 0) + (line.length - 1) * GAP.length;
  return index === 0 ? cells : GAP.length + cells;
}

const messageMin = (layout: Layout, index: number) =>
  index === layout.length - 1 ? GAP.length + MESSAGE_COLUMNS_MIN : 0;

interface RowOptions {
  readonly layout: Layout;
  readonly widths: Widths;
  readonly columns: number;
}

function describeRow(row: Row, { layout, widths, columns }: RowOptions): string {
  const [first = [], second] = layout;
  const fitted = first.map((column) => fitColumns(row[column], widths[column]));
  if (!second) return fitColumns([...fitted, row.message].join(GAP), columns).trimEnd();
  const below = [...second.map((column) => row[column]), row.message].join(GAP);
  return `${fitted.join(GAP).trimEnd()}\n${GAP}${fitColumns(below, columns - GAP.length).trimEnd()}`;
}

function rowOf({ failure, worker, eventId, source, type }: DeadLetterSummary): Row {
  const name = [source, type].filter((part) => part !== undefined).join('/');
  return {
    failedLast: plainLine(toSecond(failure.lastAt)),
    worker: plainLine(worker),
    event: plainLine(eventId),
    name: name === '' ? '–' : plainLine(name),
    class: failure.class,
    fingerprint: plainLine(failure.fingerprint),
    message: plainLine(failure.message),
  };
}
