import type { About } from '../about.ts';

export const about: About = {
  title: 'Svix',
  documentation: 'https://docs.svix.com/receiving/introduction',
  setUp: [
    'In the sender’s webhook settings (often a page by Svix), add an endpoint with the URL {url} and choose its events.',
    'Open the endpoint and copy its signing secret, which begins with whsec_, into the source.',
  ],
  secrets: [{ what: 'The endpoint’s signing secret, whsec_…', madeBy: 'the sender' }],
  verified: 'The id, the time (within 300 s, both ways) and the whole body, by HMAC-SHA256.',
  notCovered: ['All headers but svix-id and svix-timestamp.'],
  size: 'Not documented. Ingest takes up to 4 MiB.',
  retries:
    'Wants a 2xx within 15 s; else again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, under the same svix-id (times not confirmed).',
  traps: [
    'Senders that post through Svix under webhook-id, webhook-timestamp and webhook-signature are the provider standard-webhooks.',
    'After a rotation one header holds the signatures of both secrets, for 24 h (not confirmed): put the new secret beside the old one.',
    'Only v1 signatures count. Asymmetric ones (v1a) are skipped.',
  ],
  confidence: 'library',
};
