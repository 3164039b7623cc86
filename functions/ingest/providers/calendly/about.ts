import type { About } from '../about.ts';

export const about: About = {
  title: 'Calendly',
  documentation: 'https://developer.calendly.com/api-docs/4c305798a61d3-webhook-signatures',
  setUp: [
    'Let a secret be generated.',
    'POST https://api.calendly.com/webhook_subscriptions with {url} as the url, the events, the scope, and the secret as the signing_key.',
  ],
  secrets: [{ what: 'The signing key of the subscription; its whole text is the key.', madeBy: 'us' }],
  options: {
    toleranceSeconds: { isRequired: false, what: '300 s if left out; Calendly’s sample code has about 180.' },
  },
  verified: 'The whole body and the time of signing, by HMAC with SHA-256; no more than 300 s old.',
  notCovered: ['the headers'],
  size: 'Not documented; some KB.',
  retries:
    'Without a 2xx within 15 s for 24 hours at growing distances; then the subscription is disabled. A 3xx is a failure.',
  traps: [
    'A subscription without a signing_key is not signed, and all of it is refused.',
    'Events have no id: they are known by the URI, the kind and created_at together.',
    'An appointment that is moved comes as invitee.canceled, with rescheduled set, and invitee.created under another URI.',
  ],
  confidence: 'documentation',
};
