import type { Happening } from '../history.ts';
import type { Payment, PlannedWebhook } from './planned-webhook.ts';
import { BODY_CANARY, type SourceName } from './simulated-sources.ts';

export interface MoneyOrder {
  readonly source: 'stripe' | 'stripe-eu' | 'shopify';
  readonly index: number;
  /** What the sender's own event ids are made of: another account of the same kind of sender may have given them, too. */
  readonly eventIndex: number;
  /** In the currency's minor units. */
  readonly amountMinor: number;
  /** In unix seconds. */
  readonly createdAt: number;
  /** Stripe tells one payment in two events. */
  readonly isToldTwice: boolean;
  /** The amount is missing, so that no ledger can ever record it. */
  readonly isPoison: boolean;
  readonly happening: (source: SourceName, senderEventId: string, type: string, poison: boolean) => Happening;
}

export interface Money {
  readonly webhooks: readonly PlannedWebhook[];
  readonly payment?: Payment;
}

/** One payment, in as many webhooks as its sender tells it in. */
export function moneyWebhooks(order: MoneyOrder): Money {
  const { source, isPoison, amountMinor } = order;
  const webhooks = source === 'shopify' ? [shopifySale(order)] : stripeCharge(order, source);
  if (isPoison) return { webhooks };
  const currency = CURRENCIES[source];
  const toldBy = webhooks.flatMap(({ happenings }) => happenings);
  return { webhooks, payment: { currency, amountMinor: BigInt(amountMinor), toldBy } };
}

/** One of them has no minor units, as yen have none. */
const CURRENCIES = { stripe: 'USD', 'stripe-eu': 'JPY', shopify: 'EUR' } as const;

function stripeCharge(
  { index, eventIndex, amountMinor, createdAt, isToldTwice, isPoison, happening }: MoneyOrder,
  source: 'stripe' | 'stripe-eu',
): readonly PlannedWebhook[] {
  const charge = `ch_${index}`;
  const currency = CURRENCIES[source].toLowerCase();
  const tell = (id: string, type: string, object: string): PlannedWebhook => {
    const body = `{"id":"${id}","type":"${type}","created":${createdAt},"livemode":true,"data":{"object":${object}},"note":"${BODY_CANARY}"}`;
    return { source, happenings: [happening(source, id, type, isPoison)], write: () => ({ headers: JSON_TYPE, body }) };
  };
  const told = tell(
    `evt_${eventIndex}`,
    'charge.succeeded',
    `{"id":"${charge}","object":"charge","captured":true,${isPoison ? '' : `"amount_captured":${amountMinor},`}"currency":"${currency}"}`,
  );
  if (!isToldTwice || isPoison) return [told];
  const again = tell(
    `evt_${eventIndex}b`,
    'payment_intent.succeeded',
    `{"id":"pi_${index}","object":"payment_intent","latest_charge":"${charge}","amount_received":${amountMinor},"currency":"${currency}"}`,
  );
  return [told, again];
}

function shopifySale({ index, amountMinor, createdAt, isPoison, happening }: MoneyOrder): PlannedWebhook {
  const amount = isPoison
    ? ''
    : `"amount":"${Math.floor(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, '0')}",`;
  const at = new Date(createdAt * 1000).toISOString();
  const body = `{"id":${index + 1},"order_id":${index},"kind":"sale","status":"success","gateway":"bogus","test":false,${amount}"currency":"${CURRENCIES.shopify}","created_at":"${at}","note":"${BODY_CANARY}"}`;
  const headers = {
    ...JSON_TYPE,
    'x-shopify-topic': 'order_transactions/create',
    'x-shopify-event-id': `sale-${index}`,
    'x-shopify-webhook-id': `hook-${index}`,
  };
  const happenings = [happening('shopify', `sale-${index}`, 'order_transactions/create', isPoison)];
  return { source: 'shopify', happenings, write: () => ({ headers, body }) };
}

const JSON_TYPE = { 'content-type': 'application/json' };
