import { createSecretKey } from 'node:crypto';
import { github } from '../../../functions/ingest/providers/github/github.ts';
import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import { standardWebhooks } from '../../../functions/ingest/providers/standard-webhooks/standard-webhooks.ts';
import { stripe } from '../../../functions/ingest/providers/stripe/stripe.ts';
import { signWebhook } from '../../../functions/ingest/signature/sign-webhook.ts';
import type { WebhookRequest } from '../../../functions/ingest/webhook-request.ts';
import { floorCheck } from './floor.ts';
import { createOurCheck } from './our-check.ts';
import { octokitCheck, standardwebhooksCheck, stripeCheck, svixCheck, type Check } from './peers.ts';
import { sampleBody } from './sample-body.ts';

/** So many different bodies in turn, so that none is always in the processor's cache. */
const BODIES = 16;

/** A signed webhook, and who can check it. */
export interface Contestant {
  readonly name: string;
  /** One per webhook: the floor knows each one's signature. */
  readonly checks: readonly Check[];
}

export interface Contest {
  readonly sender: string;
  readonly requests: readonly WebhookRequest[];
  readonly contestants: readonly Contestant[];
}

interface Sender {
  readonly provider: Provider;
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly key: Buffer;
  readonly encoding: 'hex' | 'base64';
  readonly signatureOf: (headers: WebhookRequest['headers']) => string;
  readonly before: (headers: WebhookRequest['headers']) => string;
  readonly peers: Readonly<Record<string, (secret: string) => Promise<Check>>>;
}

const base64Key = Buffer.from('a secret of thirty-two bytes ...').toString('base64');

const senders: readonly Sender[] = [
  {
    provider: github,
    secret: 'It is a secret to everybody',
    headers: { 'x-github-event': 'order', 'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958' },
    key: Buffer.from('It is a secret to everybody'),
    encoding: 'hex',
    signatureOf: (headers) => (headers['x-hub-signature-256'] ?? '').slice('sha256='.length),
    before: () => '',
    peers: { '@octokit/webhooks-methods': octokitCheck },
  },
  {
    provider: stripe,
    secret: 'whsec_of_the_bench',
    headers: {},
    key: Buffer.from('whsec_of_the_bench'),
    encoding: 'hex',
    signatureOf: (headers) => /v1=(\w+)/.exec(headers['stripe-signature'] ?? '')?.[1] ?? '',
    before: (headers) => `${/t=(\d+)/.exec(headers['stripe-signature'] ?? '')?.[1]}.`,
    peers: { stripe: stripeCheck },
  },
  {
    provider: standardWebhooks,
    secret: `whsec_${base64Key}`,
    headers: { 'webhook-id': 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W' },
    key: Buffer.from(base64Key, 'base64'),
    encoding: 'base64',
    signatureOf: (headers) => (headers['webhook-signature'] ?? '').slice('v1,'.length),
    before: (headers) => `${headers['webhook-id']}.${headers['webhook-timestamp']}.`,
    peers: { standardwebhooks: standardwebhooksCheck, svix: svixCheck },
  },
];

export const OURS = 'ours: check and JSON';
export const OURS_NAMED = 'ours: with id and type';
export const FLOOR = 'floor: HMAC and JSON.parse';

/** @param withPeers false: nothing but ours and the floor, which need no package */
export const contestsOf = (bytes: number, now: Date, withPeers = true): Promise<readonly Contest[]> =>
  Promise.all(senders.map((sender) => contestOf(sender, bytes, now, withPeers)));

async function contestOf(sender: Sender, bytes: number, now: Date, withPeers: boolean): Promise<Contest> {
  const { provider, secret, key, encoding, signatureOf, before } = sender;
  const requests = Array.from({ length: BODIES }, (_, seed) => requestOf(sender, sampleBody(bytes, seed), now));
  const floors = requests.map(({ headers }) =>
    floorCheck({
      key: createSecretKey(key),
      encoding,
      signature: Buffer.from(signatureOf(headers)),
      before: before(headers),
    }),
  );
  const ours = createOurCheck({ provider, secret, now });
  const peers = await Promise.all(
    Object.entries(withPeers ? sender.peers : {}).map(async ([name, make]) => ({ name, check: await make(secret) })),
  );
  const forAll = (name: string, check: Check): Contestant => ({ name, checks: requests.map(() => check) });
  return {
    sender: provider.name,
    requests,
    contestants: [
      { name: FLOOR, checks: floors },
      forAll(OURS, ours.checkAndParse),
      forAll(OURS_NAMED, ours.identify),
      ...peers.map(({ name, check }) => forAll(name, check)),
    ],
  };
}

function requestOf({ provider, secret, headers }: Sender, body: Buffer, now: Date): WebhookRequest {
  const signed = signWebhook(provider, secret, { headers, body }, now);
  return {
    method: 'POST',
    sourceName: provider.name,
    url: `https://hooks.example.com/webhooks/${provider.name}`,
    query: {},
    headers: {
      host: 'hooks.example.com',
      'user-agent': 'Hookshot/044aadd',
      'content-type': 'application/json',
      ...signed.headers,
    },
    body: signed.body,
  };
}
