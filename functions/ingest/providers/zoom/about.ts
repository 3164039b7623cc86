import type { About } from '../about.ts';

export const about: About = {
  title: 'Zoom',
  documentation: 'https://developers.zoom.us/docs/api/webhooks/',
  setUp: [
    'In the Zoom App Marketplace open the app, then Features, Access, and copy the Secret Token as the secret first.',
    'Switch on Event Subscriptions, add one, and enter {url} as the event notification endpoint URL.',
    'Press Validate: the answer is made here by itself. Then select the events and save.',
  ],
  secrets: [{ what: 'The Secret Token of the app, not the older Verification Token.', madeBy: 'the sender' }],
  options: { toleranceSeconds: { isRequired: false, what: '300 s if left out; Zoom documents none.' } },
  verified: 'The whole body and the time of the request, by HMAC with SHA-256; no more than 300 s old.',
  notCovered: ['the headers other than x-zm-request-timestamp, x-zm-trackingid included'],
  size: 'Not documented; some KB, more for long lists of recordings.',
  retries: 'Without a 200 or 204 within 3 s: after 5 minutes, then 20, then 60. After that the event is given up.',
  traps: [
    'The source must hold the secret before the URL is validated. Zoom validates it again every 72 hours (third party).',
    'Events have no id. They are known by their body, without download_token and the download URLs, which a retry changes.',
    'Two subscriptions that post the same bytes to one source are one event here.',
    'The download_token opens the recordings and is part of what is kept and of what workers see.',
  ],
  confidence: 'library',
};
