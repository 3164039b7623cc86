import type { About } from '../about.ts';

export const about: About = {
  title: 'PayPal',
  documentation: 'https://developer.paypal.com/api/rest/webhooks/rest/',
  setUp: [
    'In the PayPal developer dashboard open the app, choose Add Webhook, enter {url} and select the event types.',
    'Copy the Webhook ID that is shown then to `webhookId` of the source. It is part of what PayPal signs.',
    'Test with a sandbox account: events of the webhooks simulator are not signed for a webhook of yours and are refused.',
  ],
  secrets: [],
  options: {
    webhookId: { isRequired: true, what: 'The Webhook ID of the developer dashboard. It is no secret, but signed.' },
    toleranceSeconds: {
      isRequired: false,
      what: 'How old a transmission may be. PayPal names no limit; left out, four days, since it tries for three.',
    },
  },
  verified:
    'The ids of transmission and webhook, the time and the CRC-32 of the body, by RSA with SHA-256 and the certificate at PAYPAL-CERT-URL (https, *.paypal.com).',
  notCovered: [
    "the body itself: its CRC-32 is signed, and whoever has seen one webhook can make another body with the same CRC-32. Ask PayPal's API before money moves.",
    'every header besides transmission id and time',
    "the certificate's issuer, where PayPal publishes its certificate alone: then the TLS of its host vouches for it",
  ],
  size: 'Not documented; some KB.',
  retries: 'Up to 25 times in three days until a 2xx.',
  traps: [
    'A webhook that is deleted and made again has a new id: change `webhookId` of the source.',
    'Nothing of the npm world verifies offline; the signed requests of the tests are self-made by the documentation.',
  ],
  confidence: 'documentation',
};
