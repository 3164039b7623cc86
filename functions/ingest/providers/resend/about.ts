import type { About } from '../about.ts';

export const about: About = {
  title: 'Resend',
  documentation: 'https://resend.com/docs/webhooks/introduction',
  setUp: [
    'In Resend, open Webhooks, add one with the URL {url} and choose its events.',
    'Open the webhook and copy its signing secret, which begins with whsec_, into the source.',
  ],
  secrets: [{ what: 'The webhook’s signing secret, whsec_…', madeBy: 'the sender' }],
  verified: 'The id, the time (within 300 s, both ways) and the whole body, by HMAC-SHA256.',
  notCovered: ['All headers but svix-id and svix-timestamp.'],
  size: 'Not documented. Ingest takes up to 4 MiB.',
  retries:
    'By Svix: after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, each counted from the failure before, under the same svix-id.',
  traps: [
    'A replay from the dashboard is sent by Svix under the same svix-id (not confirmed), and is then a duplicate: replay it here instead.',
    'The signature was checked with Svix’s library, not with Resend’s own.',
  ],
  confidence: 'documentation',
};
