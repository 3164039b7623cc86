import { OWN_ACCOUNT, TEST_SUFFIX, type Movement } from './movement.ts';
import type { MovementKind } from './movements/movement-description.ts';

interface Pair {
  readonly debit: string;
  readonly credit: string;
}

/** What the provider holds for us. */
const HELD = 'assets:{provider}';

/** A reversal is what it reverses, mirrored. */
const pairs = {
  payment: { debit: HELD, credit: 'income:payments' },
  // Less income, kept apart so that what was sold stays to be seen.
  refund: { debit: 'income:refunds', credit: HELD },
  'refund-reversal': { debit: HELD, credit: 'income:refunds' },
  dispute: { debit: 'expenses:disputes', credit: HELD },
  'dispute-reversal': { debit: HELD, credit: 'expenses:disputes' },
  fee: { debit: 'expenses:fees', credit: HELD },
  'fee-reversal': { debit: HELD, credit: 'expenses:fees' },
  payout: { debit: 'assets:bank', credit: HELD },
  'payout-reversal': { debit: HELD, credit: 'assets:bank' },
} satisfies Readonly<Record<MovementKind, Pair>>;

/** Which account gives and which one takes; money of another account, or of test mode, is in accounts of that name. */
export function chartOfAccounts({ kind, provider, account }: Pick<Movement, 'kind' | 'provider' | 'account'>): Pair {
  const isTest = account.endsWith(TEST_SUFFIX);
  const owner = isTest ? account.slice(0, -TEST_SUFFIX.length) : account;
  const suffix = `${owner === OWN_ACCOUNT ? '' : `:${owner}`}${isTest ? ':test' : ''}`;
  const named = (name: string) => `${name.replace('{provider}', provider)}${suffix}`;
  const { debit, credit } = pairs[kind];
  return { debit: named(debit), credit: named(credit) };
}
