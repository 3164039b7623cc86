import * as fc from 'fast-check';
import { toEntry, type Entry } from '../../../../../functions/workers/ledger/entry.ts';
import { entryKey } from '../../../../../functions/workers/ledger/entry-key.ts';
import type { Movement } from '../../../../../functions/workers/ledger/movement.ts';
import { createBalanceSheet } from '../../../../../operator/commands/ledger/create-balance-sheet.ts';
import { readEntries } from '../../../../../operator/commands/ledger/read-entries.ts';
import { showBalance } from '../../../../../operator/commands/ledger/show-balance.ts';
import { ENTRIES } from '../../../../support/given-ledger.ts';
import { memoryObjects } from '../../../../support/ports.ts';

const given = (overrides: Partial<Movement> = {}): Entry =>
  toEntry(
    {
      provider: 'stripe',
      account: 'own',
      kind: 'payment',
      movementId: 'ch_1',
      currency: 'EUR',
      amountMinor: 4250,
      occurredAt: '2026-01-02T03:04:05.000Z',
      ...overrides,
    },
    { source: 'stripe', eventId: 'e', deliveryId: 'd', recordedAt: '2026-01-02T03:05:00.000Z' },
  );

function sumsOf(entries: readonly Entry[]) {
  const sheet = createBalanceSheet();
  for (const entry of entries) sheet.add(entry);
  return sheet.sums();
}

async function readAll(stored: Readonly<Record<string, string>>) {
  const objects = memoryObjects();
  for (const [key, text] of Object.entries(stored)) objects.stored.set(key, { bytes: Buffer.from(text) });
  const read: unknown[] = [];
  for await (const one of readEntries(objects, ENTRIES)) read.push(one);
  return read;
}

const stored = (entry: Entry) => [entryKey(entry, ENTRIES), JSON.stringify(entry)] as const;

test('an account holds what it was given less what was taken, in each currency by itself', () => {
  const { accounts, entries } = sumsOf([
    given(),
    given({ movementId: 'ch_2', amountMinor: 1 }),
    given({ kind: 'refund', movementId: 're_1', amountMinor: 1250 }),
    given({ movementId: 'ch_3', currency: 'JPY', amountMinor: 500 }),
  ]);
  expect(entries).toBe(4);
  expect(accounts.map(({ account, currency, balance }) => `${account} ${balance} ${currency}`)).toEqual([
    'assets:stripe 30.01 EUR',
    'income:payments -42.51 EUR',
    'income:refunds 12.50 EUR',
    'assets:stripe 500 JPY',
    'income:payments -500 JPY',
  ]);
});

test('debits are credits in each total, and money of test mode is in none of money', () => {
  const anyMovement = fc.record({
    kind: fc.constantFrom<Movement['kind']>('payment', 'refund', 'dispute', 'fee', 'payout', 'payout-reversal'),
    account: fc.constantFrom('own', 'own.test', 'acct_1'),
    currency: fc.constantFrom('EUR', 'JPY'),
    amountMinor: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  });
  fc.assert(
    fc.property(fc.array(anyMovement), (movements) => {
      const { totals } = sumsOf(movements.map(given));
      for (const { mode, currency, debitMinor, creditMinor } of totals) {
        const amounts = movements
          .filter(
            (movement) => movement.currency === currency && movement.account.endsWith('.test') === (mode === 'test'),
          )
          .map(({ amountMinor }) => BigInt(amountMinor));
        expect(debitMinor).toBe(String(amounts.reduce((sum, amount) => sum + amount, 0n)));
        expect(creditMinor).toBe(debitMinor);
      }
      expect(totals).toHaveLength(
        new Set(movements.map(({ currency, account }) => `${currency} ${account.endsWith('.test')}`)).size,
      );
    }),
  );
});

test('the table has the accounts of each currency above their total', () => {
  const entries = [given(), given({ currency: 'USD', account: 'own.test', amountMinor: 1_000_000 })];
  expect(showBalance(sumsOf(entries))).toBe(
    [
      'account               currency     debit    credit    balance',
      'assets:stripe         EUR          42.50      0.00      42.50',
      'income:payments       EUR           0.00     42.50     -42.50',
      'total                 EUR          42.50     42.50       0.00',
      'assets:stripe:test    USD       10000.00      0.00   10000.00',
      'income:payments:test  USD           0.00  10000.00  -10000.00',
      'total of test mode    USD       10000.00  10000.00       0.00',
      '2 entries',
    ].join('\n'),
  );
});

test('without entries one sentence says so', () => {
  expect(showBalance(sumsOf([]))).toBe('No entries yet.');
});

test('every entry below the prefix is read, and nothing else', async () => {
  const entries = Array.from({ length: 40 }, (_, index) => given({ movementId: `ch_${100 + index}` }));
  const read = await readAll({
    ...Object.fromEntries(entries.map(stored)),
    'ledger/date=2026-01-02/hour=03/1.ndjson.gz': 'a result',
  });
  expect(read).toEqual(entries.map((entry) => ({ entry })));
});

const [key, text] = stored(given());

test.each<[string, string, string]>([
  ['it is no JSON', key, '{"secret'],
  ['it is no entry', key, '"secret"'],
  ['its debits are not its credits', key, text.replace('"debitMinor":4250', '"debitMinor":4251')],
  ['its lines are not its amount', key, text.replace('"amountMinor":4250', '"amountMinor":4251')],
  ['currency is not', key, text.replace('"EUR"', '"secret"')],
  ['it is the entry of another movement', `${ENTRIES}stripe/own/ch_9/payment.json`, text],
])('an entry is named and left out when %s', async (problem, at, damaged) => {
  const read = await readAll({ [at]: damaged, ...Object.fromEntries([stored(given({ movementId: 'ch_2' }))]) });
  expect(read).toContainEqual({ key: at, problem: expect.stringContaining(problem) as unknown });
  expect(read).toContainEqual({ entry: given({ movementId: 'ch_2' }) });
  expect(JSON.stringify(read)).not.toContain('secret');
});
