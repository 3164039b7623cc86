import { machineLine, type Machine } from '../describe-machine.ts';
import type { Table } from '../row.ts';
import type { RowOutcome } from '../run-rows.ts';
import { budgetsOf } from './budgets.ts';
import { mergeSections, sectionOf } from './merge-sections.ts';
import { cellText } from './text-report.ts';

/** Of the section with every row's budgets; no row may be called so. */
export const BUDGETS = 'budgets';

const BUDGET_COLUMNS = ['row', 'what', 'budget', 'measured', ''];

/**
 * The page with what was measured now; sections of other rows, and what people wrote between them, stay as they are.
 * @param order all rows' names, as the budgets are to be listed
 */
export function performancePage(
  page: string,
  outcomes: readonly RowOutcome[],
  machine: Machine,
  order: readonly string[],
): string {
  const measured = outcomes.filter(({ report }) => report !== undefined);
  const sections = new Map([[BUDGETS, budgetSection(page, measured, order)]]);
  for (const outcome of measured) sections.set(outcome.row.name, rowSection(outcome, machine));
  return mergeSections(page, sections);
}

function rowSection({ row, report }: RowOutcome, machine: Machine): string {
  const tables = (report?.tables ?? []).map((table) =>
    [`**${table.title}**`, markdownTable(table), ...(table.note === undefined ? [] : [table.note])].join('\n\n'),
  );
  return [`### ${row.title}`, `\`npm run bench -- ${row.name}\`, ${machineLine(machine)}.`, ...tables].join('\n\n');
}

/** Rows that were not measured now keep the lines they had. */
function budgetSection(page: string, measured: readonly RowOutcome[], order: readonly string[]): string {
  const names = new Set(measured.map(({ row }) => row.name));
  const kept = (sectionOf(page, BUDGETS) ?? '')
    .split('\n')
    .slice(2)
    .filter((line) => line.startsWith('| ') && !names.has(rowOf(line)));
  const fresh = budgetsOf(measured).map(({ row, what, budget, measured: found, met }) =>
    markdownLine([row, what, budget, found, met ? 'met' : '**not met**']),
  );
  const lines = [...kept, ...fresh].toSorted((one, other) => order.indexOf(rowOf(one)) - order.indexOf(rowOf(other)));
  return [markdownLine(BUDGET_COLUMNS), markdownLine(BUDGET_COLUMNS.map(() => '---')), ...lines].join('\n');
}

const rowOf = (line: string) => line.split('|')[1]?.trim() ?? '';

function markdownTable({ columns, rows }: Table): string {
  const isNumeric = (place: number) => rows.some((cells) => typeof cells[place] === 'number');
  return [
    markdownLine(columns),
    markdownLine(columns.map((_, place) => (isNumeric(place) ? '---:' : '---'))),
    ...rows.map((cells) => markdownLine(cells.map(cellText))),
  ].join('\n');
}

const markdownLine = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
