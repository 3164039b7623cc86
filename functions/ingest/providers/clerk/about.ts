import type { About } from '../about.ts';

export const about: About = {
  title: 'Clerk',
  documentation: 'https://clerk.com/docs/guides/development/webhooks/overview',
  setUp: [
    'In the Clerk dashboard, open Webhooks, add an endpoint with the URL {url} and choose its events.',
    'Open the endpoint and copy its signing secret, which begins with whsec_, into the source.',
  ],
  secrets: [{ what: 'The endpoint’s signing secret, whsec_…', madeBy: 'the sender' }],
  verified: 'The id, the time (within 300 s, both ways) and the whole body, by HMAC-SHA256.',
  notCovered: ['All headers but svix-id and svix-timestamp.'],
  size: 'Not documented. Ingest takes up to 4 MiB.',
  retries:
    'By Svix: a 2xx within 15 s; else again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, under the same svix-id (times not confirmed).',
  traps: [
    'Development and production instances have endpoints and secrets of their own: give each a source.',
    'A test event of the dashboard is signed like any other.',
  ],
  confidence: 'library',
};
