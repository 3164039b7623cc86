import type { About } from '../about.ts';

export const about: About = {
  title: 'Mailgun',
  documentation: 'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks',
  setUp: [
    'In Mailgun, copy the HTTP webhook signing key (API security) into the source.',
    'Under Sending › Webhooks, choose the domain and add {url} for each kind of event.',
    'Send a test webhook.',
  ],
  secrets: [{ what: 'The account’s HTTP webhook signing key, which is not an API key', madeBy: 'the sender' }],
  options: {
    toleranceSeconds: {
      isRequired: false,
      what: 'In place of 300 s, both ways. Mailgun sets none, and warns that webhooks may be delayed.',
    },
  },
  verified:
    'That the sender made this token at this time (within 300 s, both ways), by HMAC-SHA256. Nothing of the event.',
  notCovered: [
    'The event, all of it: who has seen one request can send any event under its signature for as long as the tolerance lasts.',
    'The token is meant for one use; ingest does not remember tokens, and a shorter tolerance is what narrows this.',
  ],
  size: 'Not documented. Beyond 2 MiB it is answered 413: a body that has its own signature is read before anybody has vouched for it.',
  retries:
    'Wants exactly 200; else again after 5, 10 and 15 min, 1 h, 2 h and 4 h, save for the delivered event, which is not sent again. A 406 would end them; ingest never answers it.',
  traps: [
    'Whether a retry has a time of its own is not documented. If not, those after 5 min and later are refused: see toleranceSeconds.',
    'Routes and older webhooks post forms, which are taken; those with attachments are multipart/form-data and are refused (415).',
    'A form has no id but the token: should a retry have a new one, it is another delivery.',
    'Events of a subaccount are signed with the subaccount’s key; the parent-signature of the main account is not looked at.',
    'Treat events as hints, and ask Mailgun’s API before anything that matters.',
  ],
  confidence: 'documentation',
};
