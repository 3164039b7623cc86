import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import { fitColumns, plainLine, widthOf } from '../../terminal/fit-columns.ts';
import type { Paint } from '../deliveries/views/describe-webhook.ts';

/** Between two columns. */
const GAP = '  ';
/** Where not even so much of the message fits, it stands on a line of its own. */
const MESSAGE_COLUMNS_MIN = 20;
/** Longer sources and types are cut: their whole name is in `show`. */
const NAME_COLUMNS_MAX = 40;

export interface TableOptions {
  readonly paint: Paint;
  readonly columns: number;
}

/** One line each: when, worker, event, source and type, class, and as much of the message as fits; two on a narrow terminal. */
export function describeTable(deadLetters: readonly DeadLetterSummary[], { paint, columns }: TableOptions): string {
  const head = { cells: ['failed last', 'worker', 'event', 'source/type', 'class'], message: 'message' };
  const rows = [head, ...deadLetters.map(cellsOf)];
  const widths = head.cells.map((_, column) => {
    const widest = Math.max(...rows.map(({ cells }) => widthOf(cells[column] ?? '')));
    return column === 3 ? Math.min(NAME_COLUMNS_MAX, widest) : widest;
  });
  const used = widths.reduce((sum, width) => sum + width + GAP.length, 0);
  const isWide = columns - used >= MESSAGE_COLUMNS_MIN;
  const lineOf = ({ cells, message }: Row): string => {
    const fitted = cells.map((cell, column) => fitColumns(cell, widths[column] ?? 0));
    if (isWide) return [...fitted, fitColumns(message, columns - used)].join(GAP).trimEnd();
    const second = [...cells.slice(3), message].join(GAP);
    return `${fitted.slice(0, 3).join(GAP).trimEnd()}\n${GAP}${fitColumns(second, columns - GAP.length).trimEnd()}`;
  };
  const [first, ...others] = rows.map(lineOf);
  return [paint('dim', first ?? ''), ...others, ''].join('\n');
}

interface Row {
  readonly cells: readonly string[];
  readonly message: string;
}

function cellsOf({ failure, worker, eventId, source, type }: DeadLetterSummary): Row {
  const name = [source, type].filter((part) => part !== undefined).join('/');
  return {
    cells: [toSecond(failure.lastAt), worker, eventId, name === '' ? '–' : name, failure.class].map(plainLine),
    message: plainLine(failure.message),
  };
}

/** `2026-01-02 03:24:06Z` */
const toSecond = (instant: string) => instant.replace('T', ' ').replace(/\.\d+(?=Z$)/, '');
