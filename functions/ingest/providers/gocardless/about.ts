import type { About } from '../about.ts';

export const about: About = {
  title: 'GoCardless',
  documentation: 'https://developer.gocardless.com/getting-started/partners/staying-up-to-date-with-webhooks/',
  setUp: [
    'In the dashboard open Developers and create a webhook endpoint with the URL {url}.',
    'Copy the secret of this endpoint into the source. Sandbox and live are apart, each with its own.',
  ],
  secrets: [{ what: 'The webhook endpoint’s secret', madeBy: 'the sender' }],
  verified: 'The whole body, by HMAC-SHA256.',
  notCovered: [
    'Origin, which says whether it comes from sandbox or live. It is not kept.',
    'The time: there is none outside the body, so a genuine webhook may be replayed. Its events are known by their ids.',
  ],
  size: 'Up to 250 events in one request (third party). Beyond 4 MiB it is answered 413.',
  retries:
    'Wants a 2xx within 10 s, and gets 204; else up to 8 more times at growing distances. A redirect is a failure. The dashboard and the API can send a webhook again.',
  traps: [
    'One request holds many events, which need have nothing in common. Each is published by itself under its own id.',
    'Types are the resource and the action, such as payments.failed; why it happened stands in details.cause.',
    'Events do not come in order, and new kinds come without notice.',
    'GoCardless asks for 498 where a signature does not hold; here it is 401, as for all senders. Both are failures to it.',
    'No overlap when the secret is changed is documented: put both into the source.',
  ],
  confidence: 'documentation',
};
