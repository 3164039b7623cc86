import type { Provider } from '../provider.ts';

/** https://docs.slack.dev/authentication/verifying-requests-from-slack: Events API, commands and interactivity. */
export const slack: Provider = {
  name: 'slack',
  schemes: [
    {
      header: 'x-slack-signature',
      prefix: 'v0=',
      algorithm: 'sha256',
      encoding: 'hex',
      key: 'text',
      signed: 'v0:{timestamp}:{body}',
      timestamp: { header: 'x-slack-request-timestamp' },
    },
  ],
  toleranceSeconds: 300,
  contentTypes: ['application/json', 'application/x-www-form-urlencoded'],
  formJsonField: 'payload',
  required: [],
  // Commands and interactions have no event id but a trigger id that is good for one use; a closed view has neither.
  identity: {
    kind: 'signed',
    id: [
      ['/event_id'],
      ['/trigger_id'],
      ['/view/id', '/view/hash', '/type'],
      ['/team_id', '/minute_rate_limited', '/type'],
    ],
  },
  type: [['/event/type'], ['/type'], ['/command']],
  headers: ['x-slack-request-timestamp', 'x-slack-retry-num', 'x-slack-retry-reason'],
  handshakes: [
    {
      when: { '/type': 'url_verification' },
      answer: { status: 200, contentType: 'application/json', json: { challenge: '/challenge' } },
    },
  ],
  acceptedStatus: 200,
  // Events of the Events API come again, up to three times; commands and interactions, which a user waits for, do not.
  resends: false,
};
