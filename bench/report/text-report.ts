import { describeColumns, type Column } from '../../operator/terminal/describe-columns.ts';
import type { Paint } from '../../operator/terminal/paint.ts';
import type { Table } from '../row.ts';
import type { RowOutcome } from '../run-rows.ts';
import { shown } from '../statistics.ts';
import { budgetsOf, type RowBudget } from './budgets.ts';

export interface Screen {
  readonly paint: Paint;
  /** Infinity in a pipe or a file, where nothing is cut. */
  readonly columns: number;
}

/** What a row measured, or why it did not. */
export function describeOutcome({ row, seconds, report, failure }: RowOutcome, screen: Screen): string {
  const heading = `${screen.paint('bold', row.title)} ${screen.paint('dim', `(${row.name}, ${seconds} s)`)}`;
  if (!report) return `${heading}\n${screen.paint('red', `Failed: ${failure}`)}\n`;
  return [heading, ...report.tables.map((table) => describeTable(table, screen))].join('\n');
}

function describeTable({ title, columns, rows, note }: Table, screen: Screen): string {
  const described = columns.map((heading, place): Column<Table['rows'][number]> => {
    const isNumeric = rows.some((cells) => typeof cells[place] === 'number');
    return { heading, cell: (cells) => cellText(cells[place]), ...(isNumeric ? { align: 'right' as const } : {}) };
  });
  const lines = describeColumns(rows, described, screen);
  return [`\n${title}`, lines.trimEnd(), ...(note === undefined ? [] : [screen.paint('dim', note)]), ''].join('\n');
}

export const cellText = (cell: string | number = ''): string => (typeof cell === 'number' ? shown(cell) : cell);

/** Every budget beside what was measured, at the end, where it is read first. */
export function describeBudgets(outcomes: readonly RowOutcome[], screen: Screen): string {
  const budgets = budgetsOf(outcomes);
  if (budgets.length === 0) return '';
  const columns: readonly Column<RowBudget>[] = [
    { heading: 'row', cell: ({ row }) => row },
    { heading: 'what', cell: ({ what }) => what },
    { heading: 'budget', cell: ({ budget }) => budget },
    { heading: 'measured', cell: ({ measured }) => measured },
    {
      heading: '',
      cell: ({ met }) => (met ? 'met' : 'not met'),
      paint: ({ met }) => (met ? 'green' : 'red'),
    },
  ];
  return `\n${screen.paint('bold', 'Budgets')}\n${describeColumns(budgets, columns, screen)}`;
}
