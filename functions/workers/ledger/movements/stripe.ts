import type { MovementDescription, ProviderMovements } from './movement-description.ts';

/** The event says when it happened; a charge says when it was authorised, which may be days before its capture. */
const moved = { occurredAt: '/created', test: { at: '/livemode', is: false } } as const;

const object = { ...moved, id: '/data/object/id', currency: '/data/object/currency' } as const;
const amount = { ...object, amount: '/data/object/amount' } as const;

/** Before API version 2022-11-15 a payment intent held its charges; since then it names the last one. */
const CHARGES = '/data/object/charges/data';

const payments: readonly MovementDescription[] = [
  {
    ...object,
    kind: 'payment',
    types: ['charge.succeeded', 'charge.captured'],
    // A charge that is only authorised has succeeded, too.
    when: { '/data/object/captured': [true] },
    amount: '/data/object/amount_captured',
  },
  {
    ...object,
    kind: 'payment',
    types: ['payment_intent.succeeded'],
    unlessGiven: [CHARGES],
    id: '/data/object/latest_charge',
    amount: '/data/object/amount_received',
  },
  {
    ...moved,
    kind: 'payment',
    types: ['payment_intent.succeeded'],
    given: [CHARGES],
    each: CHARGES,
    // Earlier charges of the intent may have been declined.
    when: { 'each:/status': ['succeeded'], 'each:/captured': [true] },
    id: 'each:/id',
    amount: 'each:/amount_captured',
    currency: 'each:/currency',
  },
];

/** Whole refunds; `refund.*` tell all of them since API version 2024-10-28.acacia. */
const REFUND_TYPES = ['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated'];

/** Only before API version 2022-11-15 does a charge hold its refunds. */
const REFUNDS = '/data/object/refunds/data';

const refundInCharge = {
  ...moved,
  types: ['charge.refunded'],
  each: REFUNDS,
  id: 'each:/id',
  amount: 'each:/amount',
  currency: 'each:/currency',
} as const;

/** Without a balance transaction no money moved: what an authorisation gives back, and what waits for funds. */
const refunds: readonly MovementDescription[] = [
  { ...amount, kind: 'refund', types: REFUND_TYPES, given: ['/data/object/balance_transaction'] },
  { ...refundInCharge, kind: 'refund', given: [REFUNDS, 'each:/balance_transaction'] },
  {
    ...amount,
    kind: 'refund-reversal',
    types: REFUND_TYPES,
    given: ['/data/object/balance_transaction'],
    when: { '/data/object/status': ['failed', 'canceled'] },
  },
  {
    ...refundInCharge,
    kind: 'refund-reversal',
    given: [REFUNDS, 'each:/balance_transaction'],
    when: { 'each:/status': ['failed', 'canceled'] },
  },
];

const WITHDRAWN = 'charge.dispute.funds_withdrawn';
const REINSTATED = 'charge.dispute.funds_reinstated';

/** A dispute's fee is said by its balance transactions, in the currency of the balance. */
const disputeFee = {
  types: [WITHDRAWN, REINSTATED],
  given: ['/data/object/balance_transactions'],
  each: '/data/object/balance_transactions',
  id: 'each:/id',
  amount: 'each:/fee',
  currency: 'each:/currency',
  ...moved,
} as const;

const disputes: readonly MovementDescription[] = [
  // Who was given it back had lost it before.
  { ...amount, kind: 'dispute', types: [WITHDRAWN, REINSTATED] },
  { ...amount, kind: 'dispute-reversal', types: [REINSTATED] },
  { ...disputeFee, kind: 'fee', counts: 'positive' },
  { ...disputeFee, kind: 'fee-reversal', counts: 'negative' },
];

/** A negative payout takes from the bank; one that failed was on its way before, whether or not it was called paid. */
const payouts: readonly MovementDescription[] = [
  { ...amount, kind: 'payout', types: ['payout.paid'], counts: 'positive' },
  { ...amount, kind: 'payout-reversal', types: ['payout.paid'], counts: 'negative' },
  { ...amount, kind: 'payout', types: ['payout.failed'], counts: 'both' },
  { ...amount, kind: 'payout-reversal', types: ['payout.failed'], counts: 'both' },
];

/** https://docs.stripe.com/api/events/types; what is not counted, and why: docs/decisions/011. */
export const stripe: ProviderMovements = {
  provider: 'stripe',
  type: '/type',
  // Only events of connected accounts have it.
  account: '/account',
  // https://docs.stripe.com/currencies#zero-decimal and #special-cases, where they differ from ISO 4217.
  unit: { minorDigits: { ISK: 2, UGX: 2, MGA: 0 } },
  time: 'unix-seconds',
  movements: [...payments, ...refunds, ...disputes, ...payouts],
};
