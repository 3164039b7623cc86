import type { About } from '../about.ts';

export const about: About = {
  title: 'PagerDuty',
  documentation: 'https://developer.pagerduty.com/docs/webhooks/webhook-signatures/',
  setUp: [
    'Open Integrations › Generic Webhooks (v3) and add one with the webhook URL {url}, a scope and its events.',
    'Copy the secret, which is shown only once, and put it into the source.',
    'Send a test event: it arrives as pagey.ping.',
  ],
  secrets: [{ what: 'The subscription’s signing secret', madeBy: 'the sender' }],
  verified: 'The whole body, by HMAC-SHA256 (third party: public code agrees, one guide says otherwise).',
  notCovered: [
    'X-Webhook-Id and X-Webhook-Subscription.',
    'The time: there is none outside the body, so a genuine webhook may be replayed. It is known by its event’s id.',
  ],
  size: 'Not documented. Beyond 4 MiB it is answered 413.',
  retries: 'Wants a 2xx. Reports disagree: four tries in 20 minutes, or longer (third party). Count on little.',
  traps: [
    'Two subscriptions that see the same event send it under one id: in one source it is one event.',
    'Each subscription has its own secret. Several may share a source, which then holds them all.',
    'Several signatures may stand in the header while a secret is changed; any that holds suffices.',
    'V1 and V2 webhooks (extensions) are not signed and are refused.',
  ],
  confidence: 'third party',
};
