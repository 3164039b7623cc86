import type { MovementDescription, ProviderMovements } from './movement-description.ts';

const TRANSACTION = 'order_transactions/create';

/** Spending what the shop itself has issued moves no money. */
const issuedByShop = ['gift_card', 'shopify_store_credit'];

/** A transaction of an order is told alone. */
const alone = {
  types: [TRANSACTION],
  id: '/id',
  amount: '/amount',
  currency: '/currency',
  occurredAt: '/created_at',
  unless: { '/gateway': issuedByShop },
  test: { at: '/test', is: true },
} as const;

/** A refund tells its transactions, which are told alone as well. */
const ofRefund: MovementDescription = {
  kind: 'refund',
  types: ['refunds/create'],
  each: '/transactions',
  when: { 'each:/kind': ['refund'], 'each:/status': ['success'] },
  unless: { 'each:/gateway': issuedByShop },
  id: 'each:/id',
  amount: 'each:/amount',
  currency: 'each:/currency',
  occurredAt: 'each:/created_at',
  test: { at: 'each:/test', is: true },
};

/** An inquiry takes no money; a chargeback does when it begins, and gives it back when it is won. */
const dispute = {
  types: ['disputes/create', 'disputes/update'],
  id: '/id',
  amount: '/amount',
  currency: '/currency',
  occurredAt: '/initiated_at',
} as const;

/** https://shopify.dev/docs/api/webhooks; what is not counted, and why: docs/decisions/011. */
export const shopify: ProviderMovements = {
  provider: 'shopify',
  unit: 'decimal',
  time: 'iso',
  movements: [
    { ...alone, kind: 'payment', when: { '/kind': ['sale', 'capture'], '/status': ['success'] } },
    // Change is what a customer who paid too much in cash was given back.
    { ...alone, kind: 'refund', when: { '/kind': ['refund', 'change'], '/status': ['success'] } },
    ofRefund,
    { ...dispute, kind: 'dispute', when: { '/type': ['chargeback'] } },
    {
      ...dispute,
      kind: 'dispute-reversal',
      when: { '/type': ['chargeback'], '/status': ['won'] },
      occurredAt: '/finalized_on',
    },
  ],
};
