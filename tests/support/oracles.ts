// The libraries with which senders sign, as far as there are any: what they make has to be accepted here.
import adyenHmac from '@adyen/api-library/lib/src/utils/hmacValidator.js';
import { Signature as HubSpot } from '@hubspot/api-client/lib/src/utils/signature.js';
import { sign as signAsGithub } from '@octokit/webhooks-methods';
import { stringify } from 'node:querystring';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as SvixWebhook } from 'svix';
import { getExpectedBodyHash, getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';

/** What only a sender knows before it signs. */
export interface Unsigned {
  /** Of the source, without a query. */
  readonly url: string;
  readonly secret: string;
  readonly at: Date;
  readonly id: string;
  readonly body: string;
}

export interface SignedByLibrary {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly query?: string;
}

/** Anything that JSON can say, with an id of its own; a sender's own fields are put around or beside it. */
export type Content = Readonly<Record<string, unknown>>;

export interface Oracle {
  readonly what: string;
  /** And the name of its source in local/sources.json. */
  readonly provider: string;
  /** What this sender posts, with that content in it. */
  readonly webhookOf: (content: Content, id: string) => unknown;
  /** How it writes it; left out: as JSON. */
  readonly write?: (webhook: unknown) => string;
  readonly sign: (unsigned: Unsigned) => Promise<SignedByLibrary>;
  /** Headers that are the signature or signed; any change of one is refused. */
  readonly signedHeaders: readonly string[];
  /** The part of the body that is signed; left out: all of it. */
  readonly signedPart?: RegExp;
  /** The library signs an empty body, and verifies it. */
  readonly signsEmptyBody: boolean;
  /** Nobody here signs so: the URL would have to be another one for each body. */
  readonly isTheirsAlone?: boolean;
}

const stripe = new Stripe('sk_test_never_called');
// Node and TypeScript see a CommonJS module's default export inside of its exports.
const adyen = new adyenHmac.default();
const json = { 'content-type': 'application/json' };
const seconds = (at: Date) => String(Math.floor(at.getTime() / 1000));
const withType = (content: Content) => ({ ...content, type: 'thing.made' });
/** The libraries hash a text; what a Buffer makes of it are its bytes in UTF-8, as they are sent. */
const bytes = (body: string) => Buffer.from(body, 'utf8');

const standardWebhooks = (
  provider: string,
  prefix: 'webhook' | 'svix',
  Library: typeof Webhook | typeof SvixWebhook,
  others: (id: string) => Readonly<Record<string, string>> = () => ({}),
): Oracle => ({
  what: `${provider}, by ${Library === Webhook ? 'standardwebhooks' : 'svix'}`,
  provider,
  webhookOf: withType,
  sign: async ({ secret, at, id, body }) => ({
    headers: {
      ...json,
      ...others(id),
      [`${prefix}-id`]: id,
      [`${prefix}-timestamp`]: seconds(at),
      [`${prefix}-signature`]: new Library(secret).sign(id, at, body),
    },
    body: bytes(body),
  }),
  signedHeaders: [`${prefix}-id`, `${prefix}-timestamp`, `${prefix}-signature`],
  // svix throws over an empty body.
  signsEmptyBody: Library === Webhook,
});

const github: Oracle = {
  what: 'github, by @octokit/webhooks-methods',
  provider: 'github',
  webhookOf: (content) => content,
  sign: async ({ secret, id, body }) => ({
    headers: {
      ...json,
      'x-github-event': 'push',
      'x-github-delivery': id,
      'x-hub-signature-256': await signAsGithub(secret, body),
    },
    body: bytes(body),
  }),
  signedHeaders: ['x-hub-signature-256'],
  signsEmptyBody: false,
};

const stripeOracle: Oracle = {
  what: 'stripe, by stripe',
  provider: 'stripe',
  webhookOf: (content, id) => ({ ...content, id: `evt_${id}`, type: 'charge.succeeded' }),
  sign: async ({ secret, at, body }) => {
    const timestamp = Number(seconds(at));
    const header = stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp });
    return { headers: { ...json, 'stripe-signature': header }, body: bytes(body) };
  },
  signedHeaders: ['stripe-signature'],
  signsEmptyBody: false,
};

const twilioForm: Oracle = {
  what: 'twilio (form), by twilio',
  provider: 'twilio',
  webhookOf: (content, id) => {
    const fields = Object.entries(content).map(([name, value]) => [`Field${name}`, [JSON.stringify(value), 'again']]);
    return { ...(Object.fromEntries(fields) as object), MessageSid: id, MessageStatus: 'sent' };
  },
  write: (webhook) => stringify(webhook as Record<string, string[]>),
  sign: async ({ secret, url, body }) => {
    const fields: Record<string, string[]> = {};
    for (const [name, value] of new URLSearchParams(body)) (fields[name] ??= []).push(value);
    return {
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': getExpectedTwilioSignature(secret, url, fields),
      },
      body: bytes(body),
    };
  },
  signedHeaders: ['x-twilio-signature'],
  signsEmptyBody: true,
};

const twilioJson: Oracle = {
  what: 'twilio (JSON), by twilio',
  provider: 'twilio',
  webhookOf: (content, id) => ({ ...content, MessageSid: id }),
  sign: async ({ secret, url, body }) => {
    const query = `bodySHA256=${getExpectedBodyHash(body)}`;
    const signature = getExpectedTwilioSignature(secret, `${url}?${query}`, {});
    return { headers: { ...json, 'x-twilio-signature': signature }, body: bytes(body), query };
  },
  signedHeaders: ['x-twilio-signature'],
  signsEmptyBody: true,
  isTheirsAlone: true,
};

const hubspotEvents = (content: Content, id: string) => [
  {
    ...content,
    eventId: 1,
    subscriptionId: 2,
    occurredAt: 1_760_000_000_000,
    objectId: id,
    subscriptionType: 'contact.creation',
  },
];

const hubspot = (version: 'v1' | 'v2' | 'v3'): Oracle => ({
  what: `hubspot ${version}, by @hubspot/api-client`,
  provider: 'hubspot',
  webhookOf: hubspotEvents,
  sign: async ({ secret, url, at, body }) => {
    const timestamp = at.getTime();
    const options = { signature: '', clientSecret: secret, requestBody: body, url, timestamp };
    const signature = HubSpot.getSignature('POST', version, options);
    const older = { 'x-hubspot-signature-version': version, 'x-hubspot-signature': signature };
    const newer = { 'x-hubspot-request-timestamp': String(timestamp), 'x-hubspot-signature-v3': signature };
    return { headers: { ...json, ...(version === 'v3' ? newer : older) }, body: bytes(body) };
  },
  signedHeaders: version === 'v3' ? ['x-hubspot-request-timestamp', 'x-hubspot-signature-v3'] : ['x-hubspot-signature'],
  signsEmptyBody: true,
});

const adyenPlatform: Oracle = {
  what: 'adyen (platform), by @adyen/api-library',
  provider: 'adyen',
  webhookOf: withType,
  sign: async ({ secret, body }) => ({
    headers: { ...json, hmacsignature: adyen.calculateHmac(body, secret) },
    body: bytes(body),
  }),
  signedHeaders: ['hmacsignature'],
  signsEmptyBody: true,
};

const adyenPayments: Oracle = {
  what: 'adyen (payments), by @adyen/api-library',
  provider: 'adyen',
  webhookOf: (content, id) => ({
    live: 'false',
    notificationItems: [
      {
        NotificationRequestItem: {
          additionalData: { hmacSignature: 'unsigned' },
          amount: { currency: 'EUR', value: 1130 },
          eventCode: 'AUTHORISATION',
          merchantAccountCode: 'ShopEU',
          merchantReference: `order ${id}`,
          pspReference: id,
          success: 'true',
          reason: JSON.stringify(content),
        },
      },
    ],
  }),
  sign: async ({ secret, body }) => {
    const { notificationItems } = JSON.parse(body) as { notificationItems: [{ NotificationRequestItem: never }] };
    const signature = adyen.calculateHmac(notificationItems[0].NotificationRequestItem, secret);
    return { headers: json, body: bytes(body.replace('unsigned', signature)) };
  },
  signedHeaders: [],
  signedPart: /(?<="hmacSignature"\s*:\s*")[^"]+|(?<="merchantReference"\s*:\s*")[^"]+/g,
  signsEmptyBody: false,
};

export const oracles: readonly Oracle[] = [
  standardWebhooks('standard-webhooks', 'webhook', Webhook),
  standardWebhooks('openai', 'webhook', Webhook),
  standardWebhooks('gitlab', 'webhook', Webhook, (id) => ({ 'x-gitlab-event': 'Push Hook', 'idempotency-key': id })),
  standardWebhooks('svix', 'svix', SvixWebhook),
  standardWebhooks('clerk', 'svix', SvixWebhook),
  standardWebhooks('resend', 'svix', SvixWebhook),
  github,
  stripeOracle,
  twilioForm,
  twilioJson,
  hubspot('v1'),
  hubspot('v2'),
  hubspot('v3'),
  adyenPlatform,
  adyenPayments,
];
