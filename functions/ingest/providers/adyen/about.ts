import type { About } from '../about.ts';

export const about: About = {
  title: 'Adyen',
  documentation: 'https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures',
  setUp: [
    'In the Customer Area open Developers, Webhooks, and create a Standard webhook (payments), or one of platforms, banking or management.',
    'Enter {url} as the server URL, with the method JSON.',
    'Under Security generate an HMAC key and use it as the secret. Every webhook has its own.',
  ],
  secrets: [{ what: 'The HMAC key, 64 hexadecimal digits.', madeBy: 'the sender' }],
  verified:
    'Payments: eight fields of every item (pspReference, originalReference, merchantAccountCode, merchantReference, amount, eventCode, success). Platforms, banking and management: the whole body. Both by HMAC with SHA-256.',
  notCovered: [
    "every other field of a payment's item: additionalData, reason, paymentMethod, eventDate",
    '`live` and the order and number of the items',
    'when it was sent: there is no timestamp',
  ],
  size: 'Not documented; some KB. Beyond 2 MiB it is answered 413: a body that has its own signature is read before anybody has vouched for it.',
  retries:
    'Three times after 9, 18 and 27 s, then for 30 days at growing distances up to 8 h; the queue of the webhook waits.',
  traps: [
    "A new HMAC key reaches Adyen's servers slowly: keep the old one as a second secret for a while.",
    'Payments are answered with the text [accepted], which set-ups of old wait for.',
    'One webhook holds several items; each becomes an event of its own, named by pspReference, eventCode and success.',
    'An AUTHORISATION with success=false is a refused payment: look at success, not at the type alone.',
    'Basic authentication may be set at Adyen; it is neither needed nor kept.',
  ],
  confidence: 'library',
};
