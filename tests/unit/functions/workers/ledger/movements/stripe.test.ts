import { GiveUp } from '#shared/errors.ts';
import { givenLedger, shortly } from '../../../../../support/given-ledger.ts';
import {
  charge,
  dispute,
  MOVED_AT,
  paymentIntent,
  payout,
  refund,
  stripeEvent,
} from '../../../../../support/given-money.ts';

async function told(
  type: string,
  object: Readonly<Record<string, unknown>>,
  top: Readonly<Record<string, unknown>> = {},
) {
  const ledger = givenLedger();
  await ledger.tell(stripeEvent(type, object, top));
  return ledger.entries().map(({ entry }) => entry);
}

const oldIntent = (...charges: readonly object[]) =>
  paymentIntent({ latest_charge: undefined, charges: { object: 'list', data: charges } });

test.each<[string, string, Readonly<Record<string, unknown>>, readonly string[]]>([
  ['a charge', 'charge.succeeded', charge(), ['payment ch_1 4250 EUR']],
  ['an authorisation', 'charge.succeeded', charge({ captured: false, amount_captured: 0 }), []],
  ['a part of one captured', 'charge.captured', charge({ amount_captured: 4000 }), ['payment ch_1 4000 EUR']],
  ['the charge of an intent', 'payment_intent.succeeded', paymentIntent(), ['payment ch_1 4250 EUR']],
  [
    'the charge of an old intent, not the declined one',
    'payment_intent.succeeded',
    oldIntent(charge(), charge({ id: 'ch_0', status: 'failed', captured: false })),
    ['payment ch_1 4250 EUR'],
  ],
  ['a refund', 'refund.created', refund(), ['refund re_1 1250 EUR']],
  ['a refund that waits for funds', 'refund.created', refund({ status: 'pending', balance_transaction: null }), []],
  ['a refund that has them now', 'refund.updated', refund(), ['refund re_1 1250 EUR']],
  ['a refund by its old event', 'charge.refund.updated', refund(), ['refund re_1 1250 EUR']],
  [
    'a refund that failed',
    'refund.failed',
    refund({ status: 'failed', failure_balance_transaction: 'txn_2' }),
    ['refund re_1 1250 EUR', 'refund-reversal re_1 1250 EUR'],
  ],
  [
    'a refund that failed before it moved',
    'refund.failed',
    refund({ status: 'failed', balance_transaction: null }),
    [],
  ],
  [
    'a refund that was cancelled',
    'refund.updated',
    refund({ status: 'canceled' }),
    ['refund re_1 1250 EUR', 'refund-reversal re_1 1250 EUR'],
  ],
  ['a refunded charge without its refunds', 'charge.refunded', charge({ amount_refunded: 1250 }), []],
  [
    'an old refunded charge with its refunds',
    'charge.refunded',
    charge({
      refunds: {
        data: [
          refund({ id: 're_2', amount: 250 }),
          refund({ status: 'failed' }),
          refund({ id: 're_3', balance_transaction: null }),
        ],
      },
    }),
    ['refund re_2 250 EUR', 'refund re_1 1250 EUR', 'refund-reversal re_1 1250 EUR'],
  ],
  [
    'a dispute and its fee',
    'charge.dispute.funds_withdrawn',
    dispute(),
    ['dispute du_1 4250 EUR', 'fee txn_9 2000 EUR'],
  ],
  [
    'a dispute in another currency than the balance',
    'charge.dispute.funds_withdrawn',
    dispute({ currency: 'usd', balance_transactions: [{ id: 'txn_9', amount: -3900, currency: 'eur', fee: 0 }] }),
    ['dispute du_1 4250 USD'],
  ],
  [
    'a dispute that was won, with its fee given back',
    'charge.dispute.funds_reinstated',
    dispute({
      balance_transactions: [
        { id: 'txn_9', amount: -4250, currency: 'eur', fee: 2000 },
        { id: 'txn_10', amount: 4250, currency: 'eur', fee: -2000 },
      ],
    }),
    ['dispute du_1 4250 EUR', 'dispute-reversal du_1 4250 EUR', 'fee txn_9 2000 EUR', 'fee-reversal txn_10 2000 EUR'],
  ],
  ['a payout', 'payout.paid', payout(), ['payout po_1 9000 EUR']],
  ['a payout that takes from the bank', 'payout.paid', payout({ amount: -9000 }), ['payout-reversal po_1 9000 EUR']],
  ['a payout that failed', 'payout.failed', payout(), ['payout po_1 9000 EUR', 'payout-reversal po_1 9000 EUR']],
  ['what names no charge', 'checkout.session.completed', { id: 'cs_1', amount_total: 4250, currency: 'eur' }, []],
  ['what names no charge either', 'invoice.paid', { id: 'in_1', amount_paid: 4250, currency: 'eur' }, []],
])('%s is counted as it moved (%s)', async (_, type, object, expected) => {
  expect((await told(type, object)).map(shortly)).toEqual(expected);
});

test('an entry says whose money moved when, and who told of it first', async () => {
  expect(await told('charge.succeeded', charge(), { account: 'acct_7' })).toEqual([
    {
      v: 1,
      provider: 'stripe',
      account: 'acct_7',
      kind: 'payment',
      movementId: 'ch_1',
      currency: 'EUR',
      amountMinor: 4250,
      lines: [
        { account: 'assets:stripe:acct_7', debitMinor: 4250 },
        { account: 'income:payments:acct_7', creditMinor: 4250 },
      ],
      occurredAt: MOVED_AT,
      source: 'stripe',
      eventId: 'e'.repeat(32),
      deliveryId: 'd'.repeat(32),
      recordedAt: '2026-01-02T03:05:00.000Z',
    },
  ]);
});

test.each([
  [{ livemode: false }, ['assets:stripe:test', 'income:payments:test']],
  [{ livemode: false, account: 'acct_7' }, ['assets:stripe:acct_7:test', 'income:payments:acct_7:test']],
])('money of test mode is kept apart, of connected accounts too: %j', async (top, accounts) => {
  const entries = await told('charge.succeeded', charge(), top);
  expect(entries.flatMap(({ lines }) => lines.map(({ account }) => account))).toEqual(accounts);
});

test.each([
  ['isk', 500, 'ISK', 5],
  ['ugx', 150_000, 'UGX', 1500],
  ['mga', 1500, 'MGA', 150_000],
  ['jpy', 500, 'JPY', 500],
  ['huf', 500, 'HUF', 500],
  ['kwd', 5000, 'KWD', 5000],
])('%s %i of Stripe is %s in minor units of ISO 4217: %i', async (currency, amount, code, amountMinor) => {
  const [entry] = await told('charge.succeeded', charge({ currency, amount, amount_captured: amount }));
  expect(entry).toMatchObject({ currency: code, amountMinor });
});

test.each<[string, string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>]>([
  ['/data/object/id is missing', 'charge.succeeded', charge({ id: undefined }), {}],
  ['/data/object/id is missing', 'charge.succeeded', charge({ id: null }), {}],
  ['/data/object/id is no id', 'charge.succeeded', charge({ id: '' }), {}],
  ['/data/object/id is no id', 'charge.succeeded', charge({ id: { a: 1 } }), {}],
  ['/data/object/id is no id', 'charge.succeeded', charge({ id: 'x'.repeat(129) }), {}],
  ['/data/object/latest_charge is missing', 'payment_intent.succeeded', paymentIntent({ latest_charge: null }), {}],
  ['/data/object/captured is missing', 'charge.succeeded', charge({ captured: undefined }), {}],
  ['/data/object/amount_captured is missing', 'charge.succeeded', charge({ amount_captured: undefined }), {}],
  ['/data/object/amount_captured is not a whole number', 'charge.succeeded', charge({ amount_captured: '987' }), {}],
  ['/data/object/amount_captured is not a whole number', 'charge.succeeded', charge({ amount_captured: 98.7 }), {}],
  ['/data/object/amount_captured is not a whole number', 'charge.succeeded', charge({ amount_captured: 2 ** 53 }), {}],
  ['/data/object/amount_captured is negative', 'charge.succeeded', charge({ amount_captured: -987 }), {}],
  [
    '/data/object/amount_captured is too large',
    'charge.succeeded',
    charge({ amount_captured: Number.MAX_SAFE_INTEGER, currency: 'mga' }),
    {},
  ],
  [
    '/data/object/amount_captured has more digits than its currency',
    'charge.succeeded',
    charge({ amount_captured: 987, currency: 'isk' }),
    {},
  ],
  ['/data/object/currency is missing', 'charge.succeeded', charge({ currency: undefined }), {}],
  ['/data/object/currency is no currency of ISO 4217', 'charge.succeeded', charge({ currency: 'qqq' }), {}],
  ['/created is no time', 'charge.succeeded', charge(), { created: '987' }],
  ['/created is no time', 'charge.succeeded', charge(), { created: 8_640_000_000_000 }],
  ['/livemode is missing', 'charge.succeeded', charge(), { livemode: undefined }],
  ['/livemode is neither true nor false', 'charge.succeeded', charge(), { livemode: 'false' }],
  ['/account is no id', 'charge.succeeded', charge(), { account: 987.5 }],
  [
    '/data/object/balance_transactions is no list',
    'charge.dispute.funds_withdrawn',
    dispute({ balance_transactions: {} }),
    {},
  ],
])('a body whose %s is given up (%s) and nothing is kept', async (sentence, type, object, top) => {
  const ledger = givenLedger();
  const failed = ledger.tell(stripeEvent(type, object, top));
  await expect(failed).rejects.toThrow(new GiveUp(`This event tells of money, but ${sentence}`));
  // Not even the money that it did tell of whole.
  expect(ledger.bucket.calls).toEqual([]);
});

test('the type is the one that was signed', async () => {
  const ledger = givenLedger();
  const event = stripeEvent('charge.succeeded', charge());
  await ledger.tell({ ...event, type: 'payout.paid' });
  expect(ledger.entries().map(({ entry }) => entry.kind)).toEqual(['payment']);
});
