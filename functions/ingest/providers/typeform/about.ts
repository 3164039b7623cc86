import type { About } from '../about.ts';

export const about: About = {
  title: 'Typeform',
  documentation: 'https://www.typeform.com/developers/webhooks/secure-your-webhooks/',
  setUp: [
    'Let a secret be generated.',
    'Open the form, then Connect, Webhooks, and add {url}.',
    'Edit the webhook and enter the secret; without it nothing is signed. Then switch the webhook on.',
  ],
  secrets: [{ what: 'The secret of the webhook.', madeBy: 'us' }],
  verified: 'The whole body, by HMAC with SHA-256.',
  notCovered: ['when it was sent: there is no timestamp'],
  size: 'Not documented; it grows with the questions and answers.',
  retries:
    'Without a 2xx within 30 s. After 408, 423, 429 and 503 every 2 to 3 minutes for 10 hours, after other errors at growing distances from 5 minutes to 4 hours (third party).',
  traps: [
    'A 404 or 410 disables the webhook at once (third party): keep the source while the webhook is on.',
    'There is one secret: to change it, add the new one as a second secret here first, then enter it at Typeform.',
    'Answers of people stand in the body: think of what may be kept of them.',
  ],
  confidence: 'documentation',
};
