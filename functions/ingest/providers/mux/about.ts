import type { About } from '../about.ts';

export const about: About = {
  title: 'Mux',
  documentation: 'https://www.mux.com/docs/core/verify-webhook-signatures',
  setUp: [
    'In the dashboard open Settings › Webhooks, choose the environment and create a webhook with the URL {url}.',
    'Copy the signing secret of this webhook into the source. Each webhook has its own.',
  ],
  secrets: [{ what: 'The webhook’s signing secret; its whole text is the key', madeBy: 'the sender' }],
  options: { toleranceSeconds: { isRequired: false, what: '300 s if left out, as Mux’ libraries have it.' } },
  verified: 'The time of signing (within 300 s, both ways) and the whole body, by HMAC-SHA256.',
  notCovered: ['All other headers, of which none is kept.'],
  size: 'Not documented. Beyond 4 MiB it is answered 413.',
  retries:
    'Wants a 2xx within 5 s; else again for 24 hours, at growing distances. Now and then it repeats what was accepted.',
  traps: [
    'Whether a retry is signed anew is not documented. If not, those after 300 s and later are refused as stale: a toleranceSeconds of 90000 (25 h) lets all of them in.',
    'A webhook gets all events of its environment; there is nothing to choose. Filter by type in the worker.',
    'Mux’ library looks at the past side of the time alone; here one from the future is refused, too.',
    'No overlap when the secret is changed is documented: put both into the source.',
  ],
  confidence: 'documentation',
};
