import type { Provider } from '../provider.ts';

/** https://docs.slack.dev/authentication/verifying-requests-from-slack: Events API, commands and interactivity. */
export const slack: Provider = {
  name: 'slack',
  schemes: [
    {
      from: 'header:x-slack-signature',
      prefix: 'v0=',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: 'v0:{timestamp}:{body}',
      timestamp: { from: 'header:x-slack-request-timestamp', unit: 'seconds' },
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
      // Dialogs of old.
      ['/callback_id', '/action_ts', '/user/id', '/type'],
      ['/team_id', '/minute_rate_limited', '/type'],
    ],
  },
  type: [['/event/type'], ['/type'], ['/command']],
  headers: ['x-slack-request-timestamp', 'x-slack-retry-num', 'x-slack-retry-reason'],
  handshakes: [
    {
      name: 'url_verification',
      method: 'POST',
      signed: true,
      when: { '/type': 'url_verification' },
      answer: { status: 200, json: { challenge: '{/challenge}' } },
    },
    {
      // Slack asks now and then whether the certificate of a command's URL is good.
      name: 'ssl_check',
      method: 'POST',
      signed: false,
      when: { '/ssl_check': '1' },
      answer: { status: 200 },
    },
    {
      // A menu asks what to offer while somebody types. Who works in the background cannot say, and an empty list is a valid answer.
      name: 'options',
      method: 'POST',
      signed: true,
      when: { '/type': { oneOf: ['block_suggestion', 'dialog_suggestion'] } },
      answer: { status: 200, json: { options: [] } },
    },
  ],
  accepted: [
    { when: { '/event_id': { is: 'present' } }, status: 200 },
    // What answers a command is shown to its user, and what answers a view says what becomes of it.
    { status: 200, body: 'empty' },
  ],
  // Events of the Events API come again, up to three times; commands and interactions, which a user waits for, do not.
  resends: false,
};
