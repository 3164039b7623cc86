import type { About } from '../about.ts';

export const about: About = {
  title: 'Shopify',
  documentation: 'https://shopify.dev/docs/apps/build/webhooks/verify-deliveries',
  setUp: [
    'Subscribe to topics with the URL {url}: in the app’s shopify.app.toml, by the Admin API, or in the shop’s Settings › Notifications › Webhooks, in JSON.',
    'Put the app’s client secret into the source; of webhooks made in a shop’s settings, the key that is shown there.',
  ],
  secrets: [{ what: 'The client secret of the app, or the key of the shop’s own webhooks', madeBy: 'the sender' }],
  verified: 'The whole body, by HMAC-SHA256.',
  notCovered: [
    'All headers: topic, shop, and the ids of event and webhook could be others. So the body and the topic join the delivery’s id.',
    'The time: X-Shopify-Triggered-At is not signed, so a genuine webhook may be replayed.',
  ],
  size: 'Not documented. Beyond 4 MiB it is answered 413.',
  retries:
    'Wants a 2xx within 5 s; a redirect is a failure. 8 more times in 4 hours, and then a subscription that an API call made is deleted (third party).',
  traps: [
    'Two families of headers, X-Shopify-* and shopify-*; both are taken.',
    'Two subscriptions to one topic both deliver, under one event id and each with its own webhook id: two deliveries.',
    'The topic, which is the type, is not signed: for money trust what the body says.',
    'While the client secret is rotated keep both in the source; which one signs when is not confirmed.',
    'After an outage of 4 hours look whether the subscriptions are still there.',
  ],
  confidence: 'library',
};
