import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { github } from '../../functions/ingest/providers/github/github.ts';
import type { Provider } from '../../functions/ingest/providers/provider.ts';
import { shopify } from '../../functions/ingest/providers/shopify/shopify.ts';
import { stripe } from '../../functions/ingest/providers/stripe/stripe.ts';
import { signWebhook } from '../../functions/ingest/signature/sign-webhook.ts';

/**
 * Of ten webhooks five are GitHub's, which forward is subscribed to, two are payments of Stripe for the ledger, and three are
 * Shopify's, which only the archive keeps: shares of 100, 50 and 20 %, in an order that never brings many of one in a row.
 */
const TURNS = [
  'github',
  'stripe',
  'github',
  'shopify',
  'github',
  'shopify',
  'github',
  'stripe',
  'github',
  'shopify',
] as const;

/** What of the mix each worker is subscribed to: the same share of all that is posted. */
export const FORWARDED_SOURCE = 'github';
export const SHARES: Readonly<Record<string, number>> = { archive: 1, forward: 0.5, ledger: 0.2, canary: 0 };

interface Unsigned {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: (padding: string) => object;
}

const providers: Readonly<Record<(typeof TURNS)[number], Provider>> = { github, stripe, shopify };

const unsigned: Readonly<Record<(typeof TURNS)[number], () => Unsigned>> = {
  github: () => ({
    headers: { 'x-github-event': 'push', 'x-github-delivery': randomUUID() },
    content: (padding) => ({ ref: 'refs/heads/main', id: randomUUID(), padding }),
  }),
  stripe: () => ({
    headers: {},
    content: (metadata) => ({
      id: newId('evt'),
      object: 'event',
      type: 'charge.succeeded',
      created: Math.floor(Date.now() / 1000),
      livemode: true,
      data: { object: { id: newId('ch'), captured: true, amount_captured: 1999, currency: 'eur', metadata } },
    }),
  }),
  shopify: () => ({
    headers: {
      'x-shopify-topic': 'orders/create',
      'x-shopify-event-id': randomUUID(),
      'x-shopify-webhook-id': randomUUID(),
    },
    content: (note) => ({ id: randomUUID(), note }),
  }),
};

const newId = (prefix: string) => `${prefix}_${randomUUID().replaceAll('-', '')}`;

/** A whole HTTP request, ready to be written to a socket. */
export type SignedRequest = Buffer;

/** @param bytes of each body, as far as what must stand in it leaves room */
export function createSignedRequests(count: number, bytes: number, host: string): readonly SignedRequest[] {
  const sources = JSON.parse(readFileSync(join(import.meta.dirname, '../../local/sources.json'), 'utf8'));
  return Array.from({ length: count }, (_, index) => {
    const source = TURNS[index % TURNS.length] ?? 'github';
    const { headers, content } = unsigned[source]();
    const room = Math.max(0, bytes - JSON.stringify(content('')).length);
    const padding = randomBytes(Math.ceil(room / 2))
      .toString('hex')
      .slice(0, room);
    const body = Buffer.from(JSON.stringify(content(padding)));
    const typed = { 'content-type': 'application/json', ...headers };
    const webhook = signWebhook(providers[source], sources[source].secrets[0], { headers: typed, body }, new Date());
    return toRequest(`/webhooks/${source}`, host, webhook.headers, webhook.body);
  });
}

function toRequest(path: string, host: string, headers: Readonly<Record<string, string>>, body: Buffer): SignedRequest {
  const lines = Object.entries({ host, ...headers, 'content-length': String(body.length) });
  const head = `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}
