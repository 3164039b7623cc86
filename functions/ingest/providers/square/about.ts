import type { About } from '../about.ts';

export const about: About = {
  title: 'Square',
  documentation: 'https://developer.squareup.com/docs/webhooks/step3validate',
  setUp: [
    'In the Developer Console open the application, then Webhooks, Subscriptions, and add one.',
    'Enter {url} as the notification URL and select the events.',
    'Copy the signature key of this subscription as the secret. Sandbox and production have their own.',
  ],
  secrets: [{ what: 'The signature key of the subscription.', madeBy: 'the sender' }],
  options: {
    publicUrl: {
      isRequired: false,
      what: 'The notification URL exactly as it was entered at Square, which signs it. Set it wherever a domain, a stage or a proxy stands between.',
    },
  },
  verified: 'The notification URL and the whole body, by HMAC with SHA-256.',
  notCovered: ['the headers, those that count retries included', 'when it was sent: there is no timestamp'],
  size: 'Not documented; some KB.',
  retries:
    'Without a 2xx within 10 s: 11 times in 24 hours, after 1 minute and then at growing distances (not confirmed). Three weeks without a 2xx disable the subscription.',
  traps: [
    'The URL is signed letter by letter: a slash at its end, or http for https, and no signature holds.',
    'An update of a payment is an event of its own each time; its version says which is newer.',
  ],
  confidence: 'library',
};
