import { describeColumns, type ColumnsOptions } from '../../terminal/describe-columns.ts';
import type { Plan } from '../plan.ts';
import { tablesOf, type Table } from './tables.ts';

/** All tables of a plan, for a terminal. */
export function describePlan(plan: Plan, options: ColumnsOptions): string {
  const { paint } = options;
  const said = [
    `${plan.design.name} in ${plan.region}, ${plan.ratePerSecond}/s of ${plan.design.bodyKilobytes} KB.`,
    `Prices of ${plan.pricesAsOf}. ${plan.pricesNote}`,
    ...(plan.region === 'us-east-1' ? [] : [`Prices of ${plan.region} differ: these are those of us-east-1.`]),
    'Durations and sizes are assumptions of operator/plan/data/assumptions.json, not measured on AWS; --durations <file> says others.',
  ];
  const tables = tablesOf(plan).map((table) =>
    [paint('bold', table.title), describeTable(table, options), ...(table.note ? [`${table.note}\n`] : [])].join('\n'),
  );
  return [`${said.join('\n')}\n`, ...tables].join('\n');
}

function describeTable({ headings, rows }: Table, options: ColumnsOptions): string {
  const isNumber = (index: number) => rows.every((row) => /^[$\d]/.test(row[index] ?? ''));
  return describeColumns(
    rows,
    headings.map((heading, index) => ({
      heading,
      cell: (row: readonly string[]) => row[index] ?? '',
      ...(isNumber(index) && { align: 'right' as const }),
      ...(index === headings.length - 1 && !isNumber(index) && { wraps: true as const }),
    })),
    options,
  );
}
