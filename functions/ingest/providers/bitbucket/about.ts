import type { About } from '../about.ts';

export const about: About = {
  title: 'Bitbucket',
  documentation: 'https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/',
  setUp: [
    'In the repository or workspace, open Settings › Webhooks and add one with the URL {url}.',
    'Enter the source’s secret as the secret: without one Bitbucket signs nothing, and all is refused.',
    'Choose the triggers and save.',
  ],
  secrets: [{ what: 'The webhook’s secret, a long random text', madeBy: 'us' }],
  verified: 'The whole body, by HMAC-SHA256.',
  notCovered: [
    'The event’s key, its ids and the attempt’s number, which stand in headers: a replayed body may come under another type or id.',
    'The time: there is none.',
  ],
  size: 'Cloud sends nothing above 256 kB, without a word. Data Center’s limit is not documented.',
  retries: 'It waits 10 s; up to 2 more attempts after a 5xx or none (not confirmed). X-Attempt-Number counts from 1.',
  traps: [
    'X-Hub-Signature holds SHA-256 here and SHA-1 at other senders.',
    'Data Center’s “Test connection” (diagnostics:ping) is answered 200 whether it is signed or not: it proves that the URL is right, not the secret.',
    'Several commits make one repo:push; a very large one is cut off (not confirmed).',
  ],
  confidence: 'documentation',
};
