import type { About } from '../about.ts';

export const about: About = {
  title: 'Razorpay',
  documentation: 'https://razorpay.com/docs/webhooks/validate-test/',
  setUp: [
    'Let a secret be generated.',
    'In the dashboard open Account & Settings › Webhooks and add one with the URL {url} and that secret.',
    'Enter an alert email, which hears of it when the webhook is disabled, and choose the active events.',
    'Test mode and live mode have webhooks of their own.',
  ],
  secrets: [{ what: 'The webhook’s secret; not the API key’s secret', madeBy: 'us' }],
  verified: 'The whole body, by HMAC-SHA256.',
  notCovered: [
    'X-Razorpay-Event-Id, by which duplicates are known. It names the delivery together with the body.',
    'The time: there is none outside the body, so a genuine webhook may be replayed, and under another id it is another delivery.',
  ],
  size: 'Not documented. Beyond 4 MiB it is answered 413.',
  retries:
    'Wants a 2xx within 5 s; else again at growing distances for 24 hours after the event. When that fails the webhook is disabled until somebody enables it in the dashboard.',
  traps: [
    'After a change of the secret, retries of older events are still signed with the old one: keep both in the source for a day.',
    'Replays from the dashboard are signed with the current secret. They go back 7 days and leave out what was acknowledged.',
    'Events do not come in order: payment.captured may be told before payment.authorized.',
    'One payment is told in several events, such as payment.captured and order.paid.',
  ],
  confidence: 'documentation',
};
