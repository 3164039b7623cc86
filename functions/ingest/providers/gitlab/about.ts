import type { About } from '../about.ts';

export const about: About = {
  title: 'GitLab',
  documentation: 'https://docs.gitlab.com/user/project/integrations/webhooks/',
  setUp: [
    'In the project or group, open Settings › Webhooks and add one with the URL {url}.',
    'Where GitLab offers a signing token, use it: put the same token, whsec_…, into the source.',
    'Otherwise enter the source’s secret as the secret token.',
    'Choose the triggers, leave SSL verification on, save, and send a test event.',
  ],
  secrets: [
    {
      what: 'The signing token (whsec_ and base64), or else the secret token, a long random text. Either is told from the other by whsec_.',
      madeBy: 'us',
    },
  ],
  verified:
    'With a signing token the id, the time (within 300 s, both ways) and the whole body, by HMAC-SHA256. With a secret token nothing but that the sender knows it.',
  notCovered: [
    'With a secret token everything: it stands in each request as it is, and who has seen one can send any.',
    'With a signing token all X-Gitlab-* headers and Idempotency-Key.',
  ],
  size: 'Up to 25 MB on gitlab.com (not confirmed). Beyond 4 MiB it is answered 413, or by API Gateway before, and lost.',
  retries:
    'No automatic ones are documented. It waits 10 s; after 4 failures in a row the hook is paused, from 1 min doubling to 24 h, after 40 it is disabled; 4xx counts like 5xx. An event sent again by hand keeps its Idempotency-Key.',
  traps: [
    'A request with a webhook-signature is judged by it alone: with a signing token at GitLab the source must hold that token.',
    'While a source holds both tokens either will do. Retire the secret token once the signing token works.',
    'The form of the signing token was confirmed by other receivers, not by a page of GitLab: try it with a test event.',
    'GitLab before 17.4 sends no Idempotency-Key: events are then named by X-Gitlab-Event-UUID and their body.',
    'Types are object_kind and its action, such as push or merge_request.merge, not X-Gitlab-Event.',
  ],
  confidence: 'documentation',
};
