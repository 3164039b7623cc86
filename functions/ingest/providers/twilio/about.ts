import type { About } from '../about.ts';

export const about: About = {
  title: 'Twilio',
  documentation: 'https://www.twilio.com/docs/usage/webhooks/webhooks-security',
  setUp: [
    'Enter {url} as the status callback or webhook URL of the number, service or sink, with the method POST.',
    'Enter the same URL, up to its query, as `publicUrl` of the source, unless Twilio calls the URL of API Gateway itself.',
    'Use the primary auth token of the account (or subaccount) as the secret.',
  ],
  secrets: [{ what: 'The primary auth token of the account or subaccount that posts.', madeBy: 'the sender' }],
  options: {
    publicUrl: {
      isRequired: false,
      what: 'The URL as it was entered at Twilio: it is signed, and a rebuilt one differs behind a domain or a stage of API Gateway.',
    },
  },
  verified:
    'The URL with its query and every field of a form, or the URL that names the SHA-256 of a JSON body, by HMAC with SHA-1.',
  notCovered: [
    'when it was sent: there is no timestamp',
    'headers, I-Twilio-Idempotency-Token among them; so the body joins the delivery id',
    "where the names of a form's fields end and their values begin; their order, and a value that is repeated under one name, which make no other event",
  ],
  size: 'Not documented; some KB.',
  retries:
    'By default once, and only after a failed connection, so a 429 or 503 is lost; `#rc=3&rp=5xx,ct,rt` behind the URL changes that.',
  traps: [
    'GET callbacks are refused: choose POST.',
    'The answer of a voice or messaging webhook is expected to be TwiML; this pipeline takes status callbacks and events, and answers no calls.',
    'After a change of the auth token the primary one signs at once: keep both as secrets until it is promoted.',
  ],
  confidence: 'library',
};
