import type { About } from '../about.ts';

export const about: About = {
  title: 'Lemon Squeezy',
  documentation: 'https://docs.lemonsqueezy.com/help/webhooks/signing-requests',
  setUp: [
    'Let the source’s secret be a random text of 6 to 40 characters: Lemon Squeezy takes no longer one.',
    'In the store, open Settings › Webhooks and add one with the callback URL {url} and that signing secret.',
    'Choose the events and save. Test mode has webhooks of its own.',
  ],
  secrets: [{ what: 'The signing secret, 6 to 40 characters', madeBy: 'us', charactersMax: 40 }],
  verified: 'The whole body, by HMAC-SHA256.',
  notCovered: [
    'X-Event-Name. The type is meta.event_name of the body.',
    'The time: there is none, so a genuine webhook may be replayed. It is known by what it says.',
  ],
  size: 'Not documented. Beyond 4 MiB it is answered 413.',
  retries:
    'Wants exactly 200, and gets it. Else three more times, after 5, 25 and 125 s: an outage of three minutes loses events.',
  traps: [
    'After an outage look at the webhook’s recent deliveries in the store and send again what failed.',
    'An event has no id. It is named by its bytes: two with the same bytes are one.',
    'One change often tells two events, such as subscription_updated beside subscription_cancelled.',
    'No overlap when the secret is changed: put both into the source.',
  ],
  confidence: 'documentation',
};
