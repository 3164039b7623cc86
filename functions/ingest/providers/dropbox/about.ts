import type { About } from '../about.ts';

export const about: About = {
  title: 'Dropbox',
  documentation: 'https://www.dropbox.com/developers/reference/webhooks',
  setUp: [
    'In the App Console open the app and copy the App secret as the secret.',
    'Under Webhooks enter {url} and press Add: Dropbox asks for it at once, and the answer is made here by itself.',
  ],
  secrets: [{ what: 'The App secret.', madeBy: 'the sender' }],
  verified: 'The whole body, by HMAC with SHA-256.',
  notCovered: [
    'when it was sent: there is no timestamp',
    'the request that asks for the URL: it proves nothing, and has no effect',
  ],
  size: 'Not documented; it grows with the number of accounts.',
  retries:
    'Without a 200 within 10 s, for about 10 minutes at growing distances; then it is reported in the App Console.',
  traps: [
    'It says which accounts to look at again, not what changed: call list_folder/continue with the cursor kept for each.',
    'Nothing repeats: the same bytes come for the next change as well. So every request is new here, and a retry is a second event.',
    'Each account becomes an event of its own; `delta` lists the same accounts once more and makes none.',
    'The request that asks for the URL is not repeated: the source must be there before.',
  ],
  confidence: 'documentation',
};
