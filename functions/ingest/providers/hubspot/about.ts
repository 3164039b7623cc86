import type { About } from '../about.ts';

export const about: About = {
  title: 'HubSpot',
  documentation:
    'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation',
  setUp: [
    'In the developer account open the app, then Auth, and copy the Client secret as the secret.',
    'Under Webhooks enter {url} as the target URL, and create and activate the subscriptions.',
  ],
  secrets: [{ what: 'The Client secret of the app.', madeBy: 'the sender' }],
  options: {
    publicUrl: {
      isRequired: false,
      what: 'The target URL exactly as it was entered at HubSpot, which signs it (v3 and v2). Set it wherever a domain, a stage or a proxy stands between.',
    },
  },
  verified:
    'v3: method, URL, whole body and time, by HMAC with SHA-256, no more than 300 s old. Where a request has no v3 header: v2 (secret, method, URL and body) or v1 (secret and body), by plain SHA-256.',
  notCovered: [
    'v1 and v2 have no timestamp: whoever recorded a request can send it again at any time, also without its v3 header',
    'v1 does not cover the URL',
  ],
  size: 'Not documented; up to 100 events in one post (not confirmed).',
  retries: 'Without a 2xx within 5 s (third party): 10 times in 24 hours (not confirmed).',
  traps: [
    'Each element of the array becomes an event, known by eventId, subscriptionId, occurredAt and all that it says: eventId alone is not unique.',
    'attemptNumber counts up on each retry and is no part of any id.',
    'What a workflow posts is one object without an id: two with the same bytes are one event.',
    'A query in the URL must come as it was entered, in the same order.',
    'Events do not come in order: go by occurredAt.',
  ],
  confidence: 'library',
};
