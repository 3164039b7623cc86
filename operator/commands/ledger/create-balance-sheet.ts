import { currencyDigits } from '../../../functions/workers/ledger/amounts/currency-digits.ts';
import { toDecimal } from '../../../functions/workers/ledger/amounts/to-decimal.ts';
import { creditOf, debitOf, type Entry } from '../../../functions/workers/ledger/entry.ts';

/** Sums as text: a sum of many amounts may be larger than a number of JSON is exact. */
export interface Sum {
  readonly currency: string;
  readonly debitMinor: string;
  readonly creditMinor: string;
  /** Debits less credits. */
  readonly balanceMinor: string;
  readonly debit: string;
  readonly credit: string;
  readonly balance: string;
}

export interface BalanceSums {
  readonly entries: number;
  readonly accounts: readonly (Sum & { readonly account: string })[];
  /** Of all accounts of a currency: debits and credits are the same, in money and in test mode. */
  readonly totals: readonly (Sum & { readonly mode: Mode })[];
}

type Mode = 'live' | 'test';

interface Running {
  readonly name: string;
  readonly currency: string;
  debit: bigint;
  credit: bigint;
}

/** Adds up entries one by one, so that any number of them can be summed. */
export function createBalanceSheet() {
  const accounts = new Map<string, Running>();
  const totals = new Map<string, Running>();
  let count = 0;
  return {
    add(entry: Entry): void {
      count += 1;
      for (const line of entry.lines) {
        const mode: Mode = line.account.endsWith(':test') ? 'test' : 'live';
        for (const [sums, name] of [
          [accounts, line.account],
          [totals, mode],
        ] as const) {
          const sum = runningIn(sums, name, entry.currency);
          sum.debit += BigInt(debitOf(line));
          sum.credit += BigInt(creditOf(line));
        }
      }
    },
    sums(): BalanceSums {
      return {
        entries: count,
        accounts: sorted(accounts).map((sum) => ({ account: sum.name, ...toSum(sum) })),
        totals: sorted(totals).map((sum) => ({ mode: sum.name === 'test' ? 'test' : 'live', ...toSum(sum) })),
      };
    },
  };
}

function runningIn(sums: Map<string, Running>, name: string, currency: string): Running {
  const key = `${currency} ${name}`;
  const sum = sums.get(key) ?? { name, currency, debit: 0n, credit: 0n };
  sums.set(key, sum);
  return sum;
}

const sorted = (sums: ReadonlyMap<string, Running>) =>
  [...sums].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, sum]) => sum);

function toSum({ currency, debit, credit }: Running): Sum {
  const balance = debit - credit;
  const decimal = (minor: bigint) => toDecimal(minor, currencyDigits(currency) ?? 0);
  return {
    currency,
    debitMinor: String(debit),
    creditMinor: String(credit),
    balanceMinor: String(balance),
    debit: decimal(debit),
    credit: decimal(credit),
    balance: decimal(balance),
  };
}
