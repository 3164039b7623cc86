import * as fc from 'fast-check';
import { GiveUp, RetryLater } from '#shared/errors.ts';
import type { Event } from '#shared/messages/event.ts';
import { ENTRIES, givenLedger } from '../../../../support/given-ledger.ts';
import { givenEvent } from '../../../../support/given-messages.ts';
import {
  charge,
  dispute,
  paymentIntent,
  payout,
  refund,
  shopifyEvent,
  stripeEvent,
  transaction,
} from '../../../../support/given-money.ts';
import { memoryObjects } from '../../../../support/ports.ts';

const KEY = `${ENTRIES}stripe/own/ch_1/payment.json`;

test('an event that tells of a payment makes one entry under the id of the charge', async () => {
  const ledger = givenLedger();
  expect(await ledger.tell(stripeEvent('charge.succeeded', charge()))).toEqual({
    entries: [{ key: KEY, recorded: 'now' }],
  });
  expect(ledger.bucket.stored.get(KEY)).toMatchObject({ contentType: 'application/json' });
});

test('another event that tells of the same payment changes nothing', async () => {
  const ledger = givenLedger();
  await ledger.tell(stripeEvent('charge.succeeded', charge()));
  const before = ledger.entries();
  const again = {
    ...stripeEvent('payment_intent.succeeded', paymentIntent(), { created: 1_800_000_000 }),
    id: 'f'.repeat(32),
  };
  expect(await ledger.tell(again)).toEqual({ entries: [{ key: KEY, recorded: 'before' }] });
  expect(ledger.entries()).toEqual(before);
});

test.each([
  [{ amount_captured: 4251 }, 'amountMinor'],
  [{ currency: 'usd' }, 'currency'],
  [{ currency: 'usd', amount_captured: 1 }, 'currency and amountMinor'],
])('a payment told in another way (%j) is given up, and the first telling stays', async (fields, differs) => {
  const ledger = givenLedger();
  await ledger.tell(stripeEvent('charge.succeeded', charge()));
  const before = ledger.entries();
  await expect(ledger.tell(stripeEvent('charge.succeeded', charge(fields)))).rejects.toThrow(
    new GiveUp(`This event tells another ${differs} than the entry ${KEY}, which stays as it is`),
  );
  expect(ledger.entries()).toEqual(before);
});

test('one movement of each account and of test mode is an entry of its own', async () => {
  const ledger = givenLedger();
  for (const top of [{}, { livemode: false }, { account: 'acct_7' }, { account: 'acct_7', livemode: false }]) {
    await ledger.tell(stripeEvent('charge.succeeded', charge(), top));
  }
  expect(ledger.entries().map(({ key }) => key.slice(ENTRIES.length).split('/')[1])).toEqual([
    'own',
    'own.test',
    'acct_7',
    'acct_7.test',
  ]);
});

test.each([
  ['a provider whose money is not counted', givenEvent({ provider: 'github', body: { text: '[]' } })],
  ['a type that tells of no money', stripeEvent('customer.created', { id: 'cus_1' })],
])('%s makes no entry', async (_, event) => {
  const ledger = givenLedger();
  expect(await ledger.tell(event)).toEqual({ entries: [] });
  expect(ledger.bucket.calls).toEqual([]);
});

test.each(['', '{', 'secret', '\u0000', '{"a":secret}'])(
  'a body that is no JSON (%j) is given up without quoting it',
  async (text) => {
    const failed = givenLedger().tell(givenEvent({ provider: 'stripe', body: { text } }));
    await expect(failed).rejects.toThrow(new GiveUp('The body of this event is no JSON'));
  },
);

test.each([
  'null',
  '[]',
  '1',
  '"text"',
  '{"data":null}',
  '{"type":"charge.succeeded"}',
  '{"__proto__":{"type":"payout.paid"}}',
])('a body that is another JSON (%s) makes no entry', async (text) => {
  const ledger = givenLedger();
  const outcome = await ledger
    .tell(givenEvent({ provider: 'stripe', body: { text } }))
    .catch((error: unknown) => (error instanceof GiveUp ? { entries: [] } : error));
  expect(outcome).toEqual({ entries: [] });
  expect(ledger.bucket.calls).toEqual([]);
});

test('when the deadline passes between two entries the rest waits for the next attempt, which adds it', async () => {
  const ledger = givenLedger();
  const deadline = new AbortController();
  const putIfAbsent = ledger.bucket.putIfAbsent.bind(ledger.bucket);
  ledger.bucket.putIfAbsent = (...args) => {
    deadline.abort();
    return putIfAbsent(...args);
  };
  const event = stripeEvent('payout.failed', payout());
  await expect(ledger.tell(event, { deadline: deadline.signal })).rejects.toBeInstanceOf(RetryLater);
  expect(ledger.entries()).toHaveLength(1);
  expect(await ledger.tell(event)).toMatchObject({ entries: [{ recorded: 'before' }, { recorded: 'now' }] });
});

test('a store that cannot be reached is not taken for an answer', async () => {
  const ledger = givenLedger();
  ledger.bucket.failWith(new Error('no bucket'));
  await expect(ledger.tell(stripeEvent('charge.succeeded', charge()))).rejects.toThrow('no bucket');
});

test('an entry that is damaged is given up by its key, and one that is gone again is asked for later', async () => {
  const bucket = memoryObjects();
  const ledger = givenLedger(bucket);
  bucket.stored.set(KEY, { bytes: Buffer.from('{"v":1,"secret":1}') });
  const event = stripeEvent('charge.succeeded', charge());
  await expect(ledger.tell(event)).rejects.toThrow(
    new GiveUp(`The entry ${KEY} is damaged: look at it before this event is replayed`),
  );
  bucket.get = async () => 'missing';
  await expect(ledger.tell(event)).rejects.toBeInstanceOf(RetryLater);
});

/** Every way to tell of one payment, of a refund of it, of a dispute that was won, of a payout that came back. */
const tellings = (n: number, amount: number): readonly Event[] => {
  const whole = charge({ id: `ch_${n}`, amount_captured: amount });
  const back = refund({ id: `re_${n}`, amount, balance_transaction: `txn_${n}` });
  const failed = { ...back, status: 'failed' };
  const disputed = dispute({
    id: `du_${n}`,
    amount,
    balance_transactions: [{ id: `txn_d${n}`, currency: 'eur', fee: 15 }],
  });
  return [
    stripeEvent('charge.succeeded', whole),
    stripeEvent('charge.captured', whole),
    stripeEvent('payment_intent.succeeded', paymentIntent({ latest_charge: `ch_${n}`, amount_received: amount })),
    stripeEvent('payment_intent.succeeded', paymentIntent({ charges: { data: [whole] } })),
    stripeEvent('refund.created', back),
    stripeEvent('charge.refunded', { ...whole, refunds: { data: [back] } }),
    stripeEvent('refund.failed', failed),
    stripeEvent('charge.refunded', { ...whole, refunds: { data: [failed] } }),
    stripeEvent('charge.dispute.funds_withdrawn', disputed),
    stripeEvent('charge.dispute.funds_reinstated', disputed),
    stripeEvent('payout.failed', payout({ id: `po_${n}`, amount })),
    shopifyEvent('order_transactions/create', transaction({ id: n + 1, amount: `${amount}.00` })),
    shopifyEvent('order_transactions/create', transaction({ id: n + 1000, kind: 'refund', amount: `${amount}.00` })),
    shopifyEvent('refunds/create', {
      transactions: [transaction({ id: n + 1000, kind: 'refund', amount: `${amount}.00` })],
    }),
  ];
};

const PAYMENTS = 4;

test('however often, in whatever order and by whichever events money is told, the balance is that of the distinct movements', async () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: PAYMENTS });
  const ways = tellings(0, 1).length;
  const order = fc.array(fc.record({ n: fc.nat({ max: PAYMENTS - 1 }), way: fc.nat({ max: ways - 1 }) }), {
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(amounts, order, fc.scheduler(), async (amounts, order, scheduler) => {
      const bucket = memoryObjects();
      const ledger = givenLedger({
        ...bucket,
        putIfAbsent: scheduler.scheduleFunction(bucket.putIfAbsent.bind(bucket)),
      });
      const told = order.filter(({ n }) => n < amounts.length);
      const all = Promise.all(told.map(({ n, way }) => ledger.tell(tellings(n, amounts[n]!)[way]!)));
      await scheduler.waitFor(all);

      const sumWhere = (...ways: readonly number[]) => {
        const distinct = new Set(told.filter(({ way }) => ways.includes(way)).map(({ n }) => n));
        return [...distinct].reduce((sum, n) => sum + amounts[n]!, 0);
      };
      const fees = 15 * new Set(told.filter(({ way }) => [8, 9].includes(way)).map(({ n }) => n)).size;
      // A refund that failed was told by the events that say so, and undone by them; as a dispute that was won.
      const refunds = sumWhere(4, 5, 6, 7) - sumWhere(6, 7);
      const disputes = sumWhere(8, 9) - sumWhere(9);
      expect(ledger.balance('income:refunds')).toBe(refunds + 100 * sumWhere(12, 13));
      expect(ledger.balance('expenses:disputes')).toBe(disputes);
      expect(ledger.balance('expenses:fees')).toBe(fees);
      expect(ledger.balance('assets:bank')).toBe(0);
      expect(ledger.balance('income:payments') + sumWhere(0, 1, 2, 3) + 100 * sumWhere(11)).toBe(0);
      expect(ledger.balance('assets:stripe')).toBe(sumWhere(0, 1, 2, 3) - refunds - disputes - fees);
      expect(ledger.balance('assets:shopify')).toBe(100 * (sumWhere(11) - sumWhere(12, 13)));
    }),
  );
});
