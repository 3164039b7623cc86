import type { About } from '../about.ts';

export const about: About = {
  title: 'Jira',
  documentation: 'https://developer.atlassian.com/cloud/jira/platform/webhooks/',
  setUp: [
    'As an administrator, open System › WebHooks and create one with the URL {url}.',
    'Enter the source’s secret as the secret: without one Jira signs nothing, and all is refused.',
    'Choose the events, narrow them with JQL if need be, and save.',
  ],
  secrets: [{ what: 'The webhook’s secret, a long random text', madeBy: 'us' }],
  verified: 'The whole body, by HMAC-SHA256.',
  notCovered: [
    'X-Atlassian-Webhook-Identifier, by which duplicates are known: a replayed body may come under another one.',
    'The age: the body’s timestamp is signed, but it is not checked.',
  ],
  size: 'Up to 25 MB (not confirmed). Beyond 4 MiB it is answered 413, or by API Gateway before, and lost.',
  retries:
    'It waits 20 s; up to 5 more attempts, 5 to 15 min apart, after 408, 409, 425, 429, 5xx or none (not confirmed). X-Atlassian-Webhook-Retry counts them.',
  traps: [
    'Webhooks of Connect apps carry a JWT in Authorization instead of X-Hub-Signature. They are refused.',
    '“Send web request” of Jira’s automation is another thing: it is not signed like this.',
    'A webhook that is told not to send a body has nothing to sign, and is refused.',
  ],
  confidence: 'documentation',
};
