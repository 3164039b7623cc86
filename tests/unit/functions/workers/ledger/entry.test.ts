import * as fc from 'fast-check';
import * as v from 'valibot';
import { entrySchema, toEntry } from '../../../../../functions/workers/ledger/entry.ts';
import type { Movement } from '../../../../../functions/workers/ledger/movement.ts';
import type { MovementKind } from '../../../../../functions/workers/ledger/movements/movement-description.ts';

const told = { source: 'stripe', eventId: 'e', deliveryId: 'd', recordedAt: '2026-01-02T03:05:00.000Z' };
const movement: Movement = {
  provider: 'stripe',
  account: 'own',
  kind: 'payment',
  movementId: 'ch_1',
  currency: 'EUR',
  amountMinor: 4250,
  occurredAt: '2026-01-02T03:04:05.000Z',
};

/** Kind → what takes and what gives. */
const chart: Readonly<Record<MovementKind, readonly [debit: string, credit: string]>> = {
  payment: ['assets:stripe', 'income:payments'],
  refund: ['income:refunds', 'assets:stripe'],
  'refund-reversal': ['assets:stripe', 'income:refunds'],
  dispute: ['expenses:disputes', 'assets:stripe'],
  'dispute-reversal': ['assets:stripe', 'expenses:disputes'],
  fee: ['expenses:fees', 'assets:stripe'],
  'fee-reversal': ['assets:stripe', 'expenses:fees'],
  payout: ['assets:bank', 'assets:stripe'],
  'payout-reversal': ['assets:stripe', 'assets:bank'],
};
const kinds = Object.keys(chart) as MovementKind[];

test.each(kinds)('a %s takes from one account what it gives to another', (kind) => {
  const [debit, credit] = chart[kind];
  expect(toEntry({ ...movement, kind }, told).lines).toEqual([
    { account: debit, debitMinor: 4250 },
    { account: credit, creditMinor: 4250 },
  ]);
});

test('debits are credits in every entry, whatever moved', () => {
  const anyMovement = fc.record({
    kind: fc.constantFrom(...kinds),
    account: fc.constantFrom('own', 'own.test', 'acct_7', 'acct_7.test'),
    amountMinor: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  });
  fc.assert(
    fc.property(anyMovement, (overrides) => {
      const { lines } = toEntry({ ...movement, ...overrides }, told);
      const signed = lines.map((line) => ('debitMinor' in line ? BigInt(line.debitMinor) : -BigInt(line.creditMinor)));
      expect(signed.reduce((sum, amount) => sum + amount, 0n)).toBe(0n);
      const isTest = overrides.account.endsWith('.test');
      expect(lines.map(({ account }) => account.endsWith(':test'))).toEqual([isTest, isTest]);
    }),
  );
});

const entry = toEntry(movement, told);
const [debit, credit] = entry.lines;

test.each<[string, object]>([
  ['has other debits than credits', { lines: [debit, { account: 'income:payments', creditMinor: 4251 }] }],
  ['has lines of another amount', { amountMinor: 4249 }],
  ['has one line', { lines: [debit] }],
  ['has a line on both sides', { lines: [{ ...debit, creditMinor: 4250 }, credit] }],
  [
    'has a negative line',
    {
      lines: [
        { account: 'a', debitMinor: -1 },
        { account: 'b', creditMinor: -1 },
      ],
    },
  ],
  ['is of nothing', { amountMinor: 0 }],
  ['is of a fraction', { amountMinor: 0.5 }],
  ['is of a currency that is none', { currency: 'eur' }],
  ['is of another version', { v: 2 }],
  ['is of no kind', { kind: 'gift' }],
])('what %s is no entry', (_, overrides) => {
  expect(v.safeParse(entrySchema, { ...entry, ...overrides }).success).toBe(false);
  expect(v.safeParse(entrySchema, entry).success).toBe(true);
});
