import { GiveUp } from '#shared/errors.ts';
import { givenLedger, shortly } from '../../../../../support/given-ledger.ts';
import { MOVED_AT, shopifyDispute, shopifyEvent, transaction } from '../../../../../support/given-money.ts';

async function told(type: string, body: Readonly<Record<string, unknown>>) {
  const ledger = givenLedger();
  await ledger.tell(shopifyEvent(type, body));
  return ledger.entries().map(({ entry }) => entry);
}

const TRANSACTION = 'order_transactions/create';
const refunded = transaction({ kind: 'refund', id: 7, amount: '12.50' });
const withTransactions = (...transactions: readonly object[]) => ({ id: 5, order_id: 1, transactions });

test.each<[string, string, Readonly<Record<string, unknown>>, readonly string[]]>([
  ['a sale', TRANSACTION, transaction(), ['payment 6810447159552 4250 EUR']],
  ['a capture', TRANSACTION, transaction({ kind: 'capture' }), ['payment 6810447159552 4250 EUR']],
  ['an authorisation', TRANSACTION, transaction({ kind: 'authorization' }), []],
  ['a void', TRANSACTION, transaction({ kind: 'void' }), []],
  ['a sale that failed', TRANSACTION, transaction({ status: 'failure' }), []],
  ['a sale of nothing', TRANSACTION, transaction({ amount: '0.00' }), []],
  ['a gift card spent', TRANSACTION, transaction({ gateway: 'gift_card' }), []],
  ['a refund told alone', TRANSACTION, refunded, ['refund 7 1250 EUR']],
  ['change in cash', TRANSACTION, transaction({ kind: 'change', id: 8, amount: '0.50' }), ['refund 8 50 EUR']],
  ['a refund', 'refunds/create', withTransactions(refunded), ['refund 7 1250 EUR']],
  [
    'a refund in parts, one of them as a gift card and one not done yet',
    'refunds/create',
    withTransactions(
      refunded,
      transaction({ kind: 'refund', id: 8, amount: '1.00' }),
      transaction({ kind: 'refund', id: 9, gateway: 'gift_card' }),
      transaction({ kind: 'refund', id: 10, status: 'pending' }),
    ),
    ['refund 7 1250 EUR', 'refund 8 100 EUR'],
  ],
  ['goods taken back without money', 'refunds/create', withTransactions(), []],
  ['a chargeback', 'disputes/create', shopifyDispute(), ['dispute 1052608616 4250 EUR']],
  ['an inquiry', 'disputes/create', shopifyDispute({ type: 'inquiry' }), []],
  ['an inquiry that became one', 'disputes/update', shopifyDispute(), ['dispute 1052608616 4250 EUR']],
  ['a lost one', 'disputes/update', shopifyDispute({ status: 'lost' }), ['dispute 1052608616 4250 EUR']],
  [
    'a won one',
    'disputes/update',
    shopifyDispute({ status: 'won', finalized_on: '2026-02-01T00:00:00Z' }),
    ['dispute 1052608616 4250 EUR', 'dispute-reversal 1052608616 4250 EUR'],
  ],
  ['an order, whose money is told by its transactions', 'orders/create', { id: 1, total_price: '42.50' }, []],
])('%s is counted as it moved (%s)', async (_, type, body, expected) => {
  expect((await told(type, body)).map(shortly)).toEqual(expected);
});

test('times are kept in UTC, and test money apart', async () => {
  const [entry] = await told(TRANSACTION, transaction({ test: true }));
  expect(entry).toMatchObject({
    account: 'own.test',
    occurredAt: MOVED_AT,
    lines: [
      { account: 'assets:shopify:test', debitMinor: 4250 },
      { account: 'income:payments:test', creditMinor: 4250 },
    ],
  });
});

test.each<[string, string, Readonly<Record<string, unknown>>]>([
  ['/id is missing', TRANSACTION, transaction({ id: undefined })],
  // JSON.parse has rounded it.
  ['/id is no id', TRANSACTION, transaction({ id: 2 ** 53 })],
  ['/kind is missing', TRANSACTION, transaction({ kind: undefined })],
  ['/status is missing', TRANSACTION, transaction({ status: undefined })],
  ['/amount is missing', TRANSACTION, transaction({ amount: null })],
  ['/amount is not decimal text', TRANSACTION, transaction({ amount: 42.5 })],
  ['/amount is not a decimal number', TRANSACTION, transaction({ amount: 'NaN' })],
  ['/amount is not a decimal number', TRANSACTION, transaction({ amount: '1e3' })],
  ['/amount is not a decimal number', TRANSACTION, transaction({ amount: `1${'0'.repeat(40)}` })],
  ['/amount is negative', TRANSACTION, transaction({ amount: '-42.50' })],
  ['/amount is too large', TRANSACTION, transaction({ amount: '90071992547409.92' })],
  ['/amount has more digits than its currency', TRANSACTION, transaction({ amount: '42.505' })],
  ['/amount has more digits than its currency', TRANSACTION, transaction({ amount: '42.50', currency: 'JPY' })],
  ['/currency is no currency of ISO 4217', TRANSACTION, transaction({ currency: '€' })],
  ['/created_at is no time', TRANSACTION, transaction({ created_at: 'soon' })],
  ['/test is missing', TRANSACTION, transaction({ test: undefined })],
  ['/transactions is no list', 'refunds/create', { id: 5 }],
  ['each:/kind is missing', 'refunds/create', withTransactions({ id: 7 })],
  ['/type is missing', 'disputes/create', shopifyDispute({ type: undefined })],
])('a body whose %s is given up (%s) and nothing is kept', async (sentence, type, body) => {
  const ledger = givenLedger();
  const failed = ledger.tell(shopifyEvent(type, body));
  await expect(failed).rejects.toThrow(new GiveUp(`This event tells of money, but ${sentence}`));
  expect(ledger.bucket.calls).toEqual([]);
});

test('a signed body under another topic, which no signature covers, counts nothing a second time', async () => {
  const bodies = {
    [TRANSACTION]: transaction(),
    'refunds/create': withTransactions(refunded),
    'disputes/create': shopifyDispute(),
  };
  const ledger = givenLedger();
  for (const [type, body] of Object.entries(bodies)) await ledger.tell(shopifyEvent(type, body));
  const honest = ledger.entries();
  for (const type of [...Object.keys(bodies), 'disputes/update']) {
    for (const body of Object.values(bodies)) {
      const outcome = await ledger.tell(shopifyEvent(type, body)).catch((error: unknown) => error);
      expect(outcome instanceof Error ? outcome : new GiveUp('none')).toBeInstanceOf(GiveUp);
    }
  }
  expect(ledger.entries()).toEqual(honest);
});
