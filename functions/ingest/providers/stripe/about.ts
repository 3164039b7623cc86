import type { About } from '../about.ts';

export const about: About = {
  title: 'Stripe',
  documentation: 'https://docs.stripe.com/webhooks/signature',
  setUp: [
    'In Workbench › Webhooks, add an event destination of the type webhook endpoint with the URL {url}.',
    'Choose the events: snapshot events, or thin events. Each destination takes one of both kinds.',
    'Reveal its signing secret, whsec_…, and put it into the source. Sandbox and live have their own.',
  ],
  secrets: [{ what: 'The destination’s signing secret, whsec_…', madeBy: 'the sender' }],
  verified: 'The time (within 300 s, both ways) and the whole body, by HMAC-SHA256.',
  notCovered: ['All other headers, of which none is kept.'],
  size: 'Not documented. Beyond 4 MiB it is answered 413.',
  retries:
    'Wants a fast 2xx; its limit is not published. Live up to 3 days with growing gaps, in a sandbox 3 times in some hours (third party, not confirmed). Each try is signed anew; the id stays.',
  traps: [
    'The whole text whsec_… is the key: it is not decoded, unlike that of Standard Webhooks.',
    'Thin events (object v2.core.event) hold no object but say which to fetch; they are named and typed like the others, and the ledger books none of them.',
    'Events come in any order, and one payment is told in several of them.',
    'With Connect, one endpoint gets the events of many accounts: look at the body’s account.',
    'A v0 signature, which only tests have, is not taken.',
    'Rolling a secret can leave both valid for up to 24 h (not confirmed): put both into the source for so long.',
  ],
  confidence: 'library',
};
