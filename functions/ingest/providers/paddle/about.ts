import type { About } from '../about.ts';

export const about: About = {
  title: 'Paddle Billing',
  documentation: 'https://developer.paddle.com/webhooks/signature-verification',
  setUp: [
    'In the dashboard open Developer tools, Notifications, and create a destination of the type webhook.',
    'Enter {url} and select the events.',
    'Copy the endpoint secret key of this destination as the secret. Each destination has its own, and the sandbox others than the live account.',
  ],
  secrets: [{ what: 'The endpoint secret key, pdl_ntfset_…, prefix and all.', madeBy: 'the sender' }],
  options: {
    toleranceSeconds: {
      isRequired: false,
      what: 'Five seconds are what Paddle’s library has. Set more where events are refused as stale.',
    },
  },
  verified: 'The whole body and the time of signing, by HMAC with SHA-256; no more than 5 s old.',
  notCovered: ['the headers'],
  size: 'Not documented; some KB.',
  retries:
    'Without a 200 within 5 s: in live accounts 60 times in 3 days, 20 of them in the first hour; in the sandbox 3 times in 15 minutes. Every attempt is signed anew.',
  traps: [
    'A notification that is replayed at Paddle keeps the id of its event: it is known here already, and no second event.',
    'Two destinations that post to one source are one event each, for the same reason.',
    'Events do not come in order: go by occurred_at.',
    'Paddle’s library reads the last of several h1 alone; here any may hold.',
    'Paddle Classic signs in another way and is not this sender.',
  ],
  confidence: 'library',
};
