import type { About } from '../about.ts';

export const about: About = {
  title: 'Coinbase Commerce',
  documentation: 'https://docs.cdp.coinbase.com/commerce-onchain/docs/webhooks-security',
  setUp: [
    'In Commerce, open Settings › Notifications › Webhook subscriptions and add the endpoint {url}.',
    'Show the shared secret and put it into the source.',
  ],
  secrets: [{ what: 'The webhook shared secret of the account', madeBy: 'the sender' }],
  verified: 'The whole body, by HMAC-SHA256.',
  notCovered: ['The time: there is none, so a genuine webhook may be replayed. It is known by its event’s id.'],
  size: 'Not documented. Beyond 4 MiB it is answered 413.',
  retries:
    'Wants a 200; else again for up to 3 days, at most an hour apart. attempt_number counts; the event’s id stays.',
  traps: [
    'The id at the top is not the event’s; event.id is, and it names the delivery.',
    'Other products of Coinbase sign in X-Hook0-Signature (third party), and are another sender.',
    'No overlap when the secret is changed: put both into the source.',
  ],
  confidence: 'library',
};
