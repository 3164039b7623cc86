import type { About } from '../about.ts';

export const about: About = {
  title: 'OpenAI',
  documentation: 'https://platform.openai.com/docs/guides/webhooks',
  setUp: [
    'In the project’s settings, open Webhooks, create an endpoint with the URL {url} and choose its events.',
    'Copy the signing secret into the source at once: it is shown a single time (not confirmed).',
  ],
  secrets: [{ what: 'The endpoint’s signing secret, whsec_…', madeBy: 'the sender' }],
  verified: 'The id, the time (within 300 s, both ways) and the whole body, by HMAC-SHA256 (Standard Webhooks).',
  notCovered: ['All headers but webhook-id and webhook-timestamp.'],
  size: 'Events are small: they name a response or a batch, which is then fetched from the API.',
  retries: 'Again for up to 72 h with growing pauses, under the same webhook-id (not confirmed).',
  traps: [
    'A secret without whsec_ is taken as text, as OpenAI’s library does. Other libraries of Standard Webhooks decode it from base64.',
    'An entry of the signature header without v1, is refused, although OpenAI’s library tries it.',
    'Endpoints belong to a project: events of another one are signed with another secret.',
  ],
  confidence: 'library',
};
