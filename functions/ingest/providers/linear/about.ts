import type { About } from '../about.ts';

export const about: About = {
  title: 'Linear',
  documentation: 'https://linear.app/developers/webhooks',
  setUp: [
    'As an administrator, open Settings › API and create a webhook with the URL {url}.',
    'Choose the teams and the data change events.',
    'Copy the signing secret, which begins with lin_wh_, into the source.',
  ],
  secrets: [{ what: 'The webhook’s signing secret', madeBy: 'the sender' }],
  options: {
    toleranceSeconds: {
      isRequired: false,
      what: 'In place of 60 s, both ways: should retries be refused as stale, 25200 (7 h) lets all of them in.',
    },
  },
  verified: 'The whole body, by HMAC-SHA256, and the webhookTimestamp in it (within 60 s, both ways).',
  notCovered: ['Linear-Delivery, by which duplicates are known, Linear-Event and Linear-Timestamp.'],
  size: 'Its own library takes up to 5 MiB. Beyond 4 MiB ingest answers 413.',
  retries:
    'Wants a 200 within 5 s; else again after 1 min, 1 h and 6 h, and then it may disable the webhook (third-party text).',
  traps: [
    'Whether a retry has a webhookTimestamp of its own is not documented. If not, those after 1 min and later are refused: see toleranceSeconds.',
    'Types are made of type and action, such as Issue.update.',
  ],
  confidence: 'library',
};
