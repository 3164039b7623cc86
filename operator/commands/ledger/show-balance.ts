import type { BalanceSums, Sum } from './create-balance-sheet.ts';

const HEADINGS = ['account', 'currency', 'debit', 'credit', 'balance'];

/** Amounts stand under each other by their last digit. */
const FIRST_AMOUNT = 2;

/** A table for people: what each account holds, and below each currency that debits and credits agree. */
export function showBalance({ entries, accounts, totals }: BalanceSums): string {
  if (entries === 0) return 'No entries yet.';
  const rows = totals.flatMap((total) => [
    ...accounts
      .filter(({ account, currency }) => currency === total.currency && isTest(account) === (total.mode === 'test'))
      .map((sum) => rowOf(sum.account, sum)),
    rowOf(total.mode === 'test' ? 'total of test mode' : 'total', total),
  ]);
  const table = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) => row.map((cell, column) => pad(cell, column, widths[column] ?? 0)).join('  '));
  return [...lines, `${entries.toLocaleString('en')} ${entries === 1 ? 'entry' : 'entries'}`].join('\n');
}

const isTest = (account: string) => account.endsWith(':test');

const rowOf = (name: string, { currency, debit, credit, balance }: Sum) => [name, currency, debit, credit, balance];

const pad = (cell: string, column: number, width: number) =>
  column < FIRST_AMOUNT ? cell.padEnd(width) : cell.padStart(width);
