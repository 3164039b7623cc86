import type { About } from '../about.ts';

export const about: About = {
  title: 'WorkOS',
  documentation: 'https://workos.com/docs/events/data-syncing/webhooks',
  setUp: [
    'In the dashboard open Webhooks and create an endpoint with {url}.',
    'Select the events, no more than are needed.',
    'Copy the signing secret of this endpoint as the secret. Each environment has its own.',
  ],
  secrets: [{ what: 'The signing secret of the endpoint.', madeBy: 'the sender' }],
  options: { toleranceSeconds: { isRequired: false, what: '180 s if left out, as WorkOS’ library has it.' } },
  verified: 'The whole body and the time of signing in milliseconds, by HMAC with SHA-256; no more than 180 s old.',
  notCovered: ['the headers'],
  size: 'Not documented; some KB.',
  retries:
    'Without a 200: up to 12 times in 3 days at growing distances in production, for some minutes in other environments.',
  traps: [
    'WorkOS’ own library hashes the body as it writes it anew, and refuses genuine ones that are spaced otherwise; here the bytes count.',
    'Events do not come in order, and a retry may be older than what came before: compare updated_at.',
  ],
  confidence: 'library',
};
