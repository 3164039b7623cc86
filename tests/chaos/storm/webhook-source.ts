import type { Random } from '#shared/ports.ts';
import { mixWebhooks, type MixedWebhook } from '../../support/mixed-webhooks.ts';

/** Signed shortly before they are posted: Stripe's and Slack's signatures are old after five minutes. */
const SIGNED_AT_ONCE = 200;
const POISON_SHARE = 0.02;

export interface WebhookSource {
  next(): MixedWebhook | undefined;
  /** Currency → the sum of the distinct payments that were handed out or lie ready, in minor units. */
  paid(): Readonly<Record<string, bigint>>;
}

export function createWebhookSource(count: number, random: Random): WebhookSource {
  const paid: Record<string, bigint> = {};
  let ready: MixedWebhook[] = [];
  let made = 0;

  const make = () => {
    const mixed = mixWebhooks(Math.min(SIGNED_AT_ONCE, count - made), { random, poisonShare: POISON_SHARE });
    for (const [currency, amount] of Object.entries(mixed.paid)) paid[currency] = (paid[currency] ?? 0n) + amount;
    ready = mixed.webhooks.toReversed();
    made += ready.length;
  };

  return {
    next() {
      if (ready.length === 0 && made < count) make();
      return ready.pop();
    },
    paid: () => paid,
  };
}
