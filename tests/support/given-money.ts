// Signed bodies that tell of money, as Stripe and Shopify write them; each takes what matters to the test.
import type { Event } from '#shared/messages/event.ts';
import { givenEvent } from './given-messages.ts';

/** Unix seconds of every Stripe event here, and the same instant as ISO 8601. */
export const MOVED_AT_SECONDS = 1_767_323_045;
export const MOVED_AT = '2026-01-02T03:04:05.000Z';

type Fields = Readonly<Record<string, unknown>>;

/** An event of Stripe around this object; `top` goes beside it. */
export function stripeEvent(type: string, object: Fields, top: Fields = {}): Event {
  const body = {
    id: 'evt_1',
    object: 'event',
    created: MOVED_AT_SECONDS,
    livemode: true,
    type,
    data: { object },
    ...top,
  };
  return givenEvent({ provider: 'stripe', source: 'stripe', type, body: { text: JSON.stringify(body) } });
}

export function shopifyEvent(type: string, body: Fields): Event {
  return givenEvent({ provider: 'shopify', source: 'shopify', type, body: { text: JSON.stringify(body) } });
}

export const charge = (fields: Fields = {}) => ({
  id: 'ch_1',
  object: 'charge',
  amount: 4250,
  amount_captured: 4250,
  captured: true,
  currency: 'eur',
  status: 'succeeded',
  ...fields,
});

export const paymentIntent = (fields: Fields = {}) => ({
  id: 'pi_1',
  object: 'payment_intent',
  amount: 4250,
  amount_received: 4250,
  currency: 'eur',
  latest_charge: 'ch_1',
  ...fields,
});

export const refund = (fields: Fields = {}) => ({
  id: 're_1',
  object: 'refund',
  amount: 1250,
  balance_transaction: 'txn_1',
  charge: 'ch_1',
  currency: 'eur',
  status: 'succeeded',
  ...fields,
});

export const dispute = (fields: Fields = {}) => ({
  id: 'du_1',
  object: 'dispute',
  amount: 4250,
  currency: 'eur',
  balance_transactions: [{ id: 'txn_9', amount: -4250, currency: 'eur', fee: 2000 }],
  ...fields,
});

export const payout = (fields: Fields = {}) => ({
  id: 'po_1',
  object: 'payout',
  amount: 9000,
  currency: 'eur',
  ...fields,
});

export const transaction = (fields: Fields = {}) => ({
  id: 6810447159552,
  amount: '42.50',
  currency: 'EUR',
  created_at: '2026-01-02T04:04:05+01:00',
  gateway: 'shopify_payments',
  kind: 'sale',
  status: 'success',
  test: false,
  ...fields,
});

export const shopifyDispute = (fields: Fields = {}) => ({
  id: 1052608616,
  type: 'chargeback',
  status: 'needs_response',
  amount: '42.50',
  currency: 'EUR',
  initiated_at: '2026-01-02T04:04:05+01:00',
  finalized_on: null,
  ...fields,
});
