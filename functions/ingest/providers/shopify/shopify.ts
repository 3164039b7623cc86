import type { Provider, SignatureScheme } from '../provider.ts';

const bodySignedIn = (header: string): SignatureScheme => ({
  from: `header:${header}`,
  algorithm: 'hmac-sha256',
  encoding: 'base64',
  key: 'text',
  signed: '{body}',
});

/** https://shopify.dev/docs/apps/build/webhooks/verify-deliveries: two families of headers, X-Shopify-* and shopify-*. */
export const shopify: Provider = {
  name: 'shopify',
  schemes: [bodySignedIn('x-shopify-hmac-sha256'), bodySignedIn('shopify-hmac-sha256')],
  contentTypes: ['application/json'],
  required: [],
  // Two subscriptions on one topic both deliver, under one event id.
  identity: {
    kind: 'header',
    id: [
      ['header:x-shopify-event-id', 'header:x-shopify-topic', 'header:x-shopify-webhook-id'],
      ['header:shopify-event-id', 'header:shopify-topic', 'header:shopify-webhook-id'],
      // Older API versions send no event id.
      ['header:x-shopify-webhook-id', 'header:x-shopify-topic'],
      ['header:shopify-webhook-id', 'header:shopify-topic'],
    ],
  },
  type: [['header:x-shopify-topic'], ['header:shopify-topic']],
  headers: [
    'x-shopify-topic',
    'x-shopify-shop-domain',
    'x-shopify-api-version',
    'x-shopify-webhook-id',
    'x-shopify-event-id',
    'x-shopify-triggered-at',
    'shopify-topic',
    'shopify-shop-domain',
    'shopify-api-version',
    'shopify-webhook-id',
    'shopify-event-id',
    'shopify-triggered-at',
  ],
  resends: true,
};
