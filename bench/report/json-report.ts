import type { Machine } from '../describe-machine.ts';
import type { RowOutcome } from '../run-rows.ts';
import { budgetsOf } from './budgets.ts';

/** Everything in one object, for programs. */
export const jsonReport = (machine: Machine, outcomes: readonly RowOutcome[], quick: boolean): string =>
  JSON.stringify({
    machine,
    quick,
    budgets: budgetsOf(outcomes),
    rows: outcomes.map(({ row, seconds, report, failure }) => ({
      name: row.name,
      title: row.title,
      seconds,
      ...(report ? { figures: report.figures, tables: report.tables } : { failure }),
    })),
  });
