import type { Budget } from '../row.ts';
import type { RowOutcome } from '../run-rows.ts';

/** A budget, and which row measures it. */
export interface RowBudget extends Budget {
  readonly row: string;
}

export const budgetsOf = (outcomes: readonly RowOutcome[]): readonly RowBudget[] =>
  outcomes.flatMap(({ row, report }) => (report?.budgets ?? []).map((budget) => ({ row: row.name, ...budget })));
