import type { About } from '../about.ts';

export const about: About = {
  title: 'Meta: Facebook, Instagram, Messenger, WhatsApp',
  documentation: 'https://developers.facebook.com/docs/graph-api/webhooks/getting-started',
  setUp: [
    'In the App Dashboard open App settings, Basic, and copy the App secret as the secret without a use.',
    'Let a second secret be generated with the use verify-token.',
    'Open Webhooks (for WhatsApp: WhatsApp, Configuration), choose the object, enter {url} as the callback URL and the verify token, and press Verify and save.',
    'Subscribe to the fields, for WhatsApp `messages`; for pages and accounts subscribe the app to each of them, too.',
  ],
  secrets: [
    { what: 'The App secret.', madeBy: 'the sender' },
    { use: 'verify-token', what: 'The verify token, which Meta sends back when it asks for the URL.', madeBy: 'us' },
  ],
  verified: 'The whole body, by HMAC with SHA-256 and the App secret.',
  notCovered: [
    'when it was sent: there is no timestamp, and an old request holds for ever',
    'the request that verifies the URL: it proves itself by the verify token alone',
  ],
  size: 'WhatsApp up to 3 MB (not confirmed), with up to 1000 updates in one post (third party).',
  retries:
    'Without a 200 at once, then at growing distances for 36 hours; the page of WhatsApp says up to 7 days (third party).',
  traps: [
    'One post holds many updates. Each becomes an event of its own: every message and status of WhatsApp, every element of messaging, every other change.',
    'Types: whatsapp_business_account.messages.text (a message, by its kind), whatsapp_business_account.messages.delivered (a status), page.feed, page.message, instagram.comments.',
    'An event is its own element; the phone number it came to stands around it, in the signed body.',
    'Updates that have no id are known by what they say, with the id and the time of their entry.',
    'A message’s id comes again with its reactions, statuses and when it is taken back: those are other events.',
    'The business app of somebody else signs with another App secret: one source for each app.',
    'Letters beyond ASCII are sent, and signed, as \\uXXXX (not confirmed).',
  ],
  confidence: 'documentation',
};
