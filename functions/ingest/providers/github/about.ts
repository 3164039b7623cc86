import type { About } from '../about.ts';

export const about: About = {
  title: 'GitHub',
  documentation: 'https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries',
  setUp: [
    'In the repository, organisation or app, open Settings › Webhooks › Add webhook with the payload URL {url}.',
    'Choose application/json as the content type, enter the source’s secret, leave SSL verification on.',
    'Choose the events and save. GitHub sends a ping at once, which is an event of the type ping.',
  ],
  secrets: [{ what: 'The webhook’s secret, a long random text', madeBy: 'us' }],
  verified: 'The whole body, by HMAC-SHA256. Of a form that is the form as it was sent, not the JSON in it.',
  notCovered: [
    'All X-GitHub-* headers: the event’s name and the delivery’s GUID could be others. So the body and the type join the delivery’s id.',
    'The time: there is none, so a genuine webhook may be replayed. It is known by its GUID and its body.',
  ],
  size: 'Up to 25 MB; GitHub sends nothing larger (third party). Beyond 4 MiB it is answered 413, or by API Gateway before, and lost.',
  retries:
    'None. It waits 10 s (30 s on Enterprise Server), and then only a redelivery by hand or by its API helps; that it keeps the GUID is not confirmed.',
  traps: [
    'Since nothing comes again by itself, look at the webhook’s Recent Deliveries after an outage and redeliver.',
    'The X-Hub-Signature header beside it is SHA-1 and ignored; a webhook without a secret has neither and is refused.',
    'One secret at GitHub and no overlap: put the new one beside the old one in the source first.',
    'Types are the event and its action, such as pull_request.opened; an event without an action is its name, such as push.',
  ],
  confidence: 'library',
};
