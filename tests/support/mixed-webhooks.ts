// Webhooks of several providers at once, as a busy endpoint gets them, with what the ledger must make of them.
import { randomUUID } from 'node:crypto';
import type { Random } from '#shared/ports.ts';
import { signed, type Webhook } from './post-webhook.ts';

export interface MixedWebhook {
  readonly webhook: Webhook;
  /** The ledger is subscribed to it. */
  readonly isOfMoney: boolean;
  /** Says that money moved and not how much: no attempt will ever change that. */
  readonly isPoison: boolean;
}

export interface MixedWebhooks {
  readonly webhooks: readonly MixedWebhook[];
  /** Currency → the sum of the distinct payments in minor units. */
  readonly paid: Readonly<Record<string, bigint>>;
}

/** @param poisonShare of all webhooks, from 0 to 1 */
export function mixWebhooks(
  count: number,
  { random, poisonShare }: { random: Random; poisonShare: number },
): MixedWebhooks {
  const paid: Record<string, bigint> = {};
  const pay = (currency: string, amount: number) => {
    paid[currency] = (paid[currency] ?? 0n) + BigInt(amount);
  };
  const amountOf = () => 1 + Math.floor(random.fraction() * 100_000);

  const kinds: readonly (() => readonly MixedWebhook[])[] = [
    () => [
      plain(
        signed('github', { 'x-github-event': 'push', 'x-github-delivery': randomUUID() }, json({ id: randomUUID() })),
      ),
    ],
    () => [
      plain(
        signed(
          'standard-webhooks',
          { 'webhook-id': randomUUID() },
          json({ type: 'contact.created', id: randomUUID() }),
        ),
      ),
    ],
    // One payment that Stripe tells in two events.
    () => {
      const [charge, amount] = [newId('ch'), amountOf()];
      pay('EUR', amount);
      const captured = { id: charge, captured: true, amount_captured: amount, currency: 'eur' };
      const intent = { id: newId('pi'), latest_charge: charge, amount_received: amount, currency: 'eur' };
      return [ofMoney(stripe('charge.succeeded', captured)), ofMoney(stripe('payment_intent.succeeded', intent))];
    },
    () => {
      const amount = amountOf();
      pay('NOK', amount);
      return [ofMoney(shopifySale((amount / 100).toFixed(2)))];
    },
  ];

  const webhooks: MixedWebhook[] = [];
  while (webhooks.length < count * (1 - poisonShare)) {
    webhooks.push(...(kinds[Math.floor(random.fraction() * kinds.length)]?.() ?? []));
  }
  while (webhooks.length < count) {
    const webhook = stripe('charge.succeeded', { id: newId('ch'), captured: true, currency: 'eur' });
    webhooks.splice(Math.floor(random.fraction() * webhooks.length), 0, { webhook, isOfMoney: true, isPoison: true });
  }
  return { webhooks, paid };
}

const plain = (webhook: Webhook): MixedWebhook => ({ webhook, isOfMoney: false, isPoison: false });
const ofMoney = (webhook: Webhook): MixedWebhook => ({ webhook, isOfMoney: true, isPoison: false });

const json = (value: unknown) => JSON.stringify(value);

const newId = (prefix: string) => `${prefix}_${randomUUID().replaceAll('-', '')}`;

function stripe(type: string, object: object): Webhook {
  const created = Math.floor(Date.now() / 1000);
  return signed(
    'stripe',
    {},
    json({ id: newId('evt'), object: 'event', type, created, livemode: true, data: { object } }),
  );
}

let transactions = 0;

function shopifySale(amount: string): Webhook {
  const headers = {
    'x-shopify-topic': 'order_transactions/create',
    'x-shopify-event-id': randomUUID(),
    'x-shopify-webhook-id': randomUUID(),
  };
  const sale = { kind: 'sale', status: 'success', amount, currency: 'NOK', gateway: 'shopify_payments', test: false };
  const id = Date.now() * 1000 + ((transactions += 1) % 1000);
  return signed('shopify', headers, json({ id, ...sale, created_at: new Date().toISOString() }));
}
