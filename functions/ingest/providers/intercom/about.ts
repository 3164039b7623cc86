import type { About } from '../about.ts';

export const about: About = {
  title: 'Intercom',
  documentation: 'https://developers.intercom.com/docs/webhooks/webhook-notifications',
  setUp: [
    'In the developer hub, open the app and copy its client secret (Basic information) into the source.',
    'Under Webhooks, enter {url} as the endpoint URL, choose the topics and save.',
    'Send a test notification.',
  ],
  secrets: [{ what: 'The app’s client secret', madeBy: 'the sender' }],
  verified: 'The whole body, by HMAC-SHA1.',
  notCovered: ['The time: there is none that is checked. A replay is known by the signed id.'],
  size: 'Not documented. Ingest takes up to 4 MiB.',
  retries:
    'Wants a 200 within 5 s; else once more after 1 min (not confirmed). 1000 errors in a row within 15 min pause it for 15 min, 7 days of errors suspend it (private apps); a 429 slows it down.',
  traps: [
    'The ping is answered 200 whether it is signed or not: it proves that the URL is right, not the secret.',
    'X-Hub-Signature holds SHA-1 here and SHA-256 at other senders.',
    'The client secret signs the webhooks of all workspaces that have installed the app: app_id in the body tells them apart.',
    'It favours endpoints that answer within 500 ms.',
  ],
  confidence: 'documentation',
};
