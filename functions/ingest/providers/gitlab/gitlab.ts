import type { Provider } from '../provider.ts';

/** https://docs.gitlab.com/user/project/integrations/webhooks/: the signing token, and the older secret token. */
export const gitlab: Provider = {
  name: 'gitlab',
  // A webhook with a signature is judged by it alone. Falling back to the token would make the signature worth nothing.
  schemes: [
    {
      from: 'header:webhook-signature',
      separator: ' ',
      prefix: 'v1,',
      algorithm: 'hmac-sha256',
      encoding: 'base64',
      key: 'base64',
      keyPrefix: 'whsec_',
      secrets: { startWith: 'whsec_' },
      signed: '{header:webhook-id}.{timestamp}.{body}',
      timestamp: { from: 'header:webhook-timestamp', unit: 'seconds' },
    },
    {
      from: 'header:x-gitlab-token',
      algorithm: 'token',
      key: 'text',
      // A signing token is never sent, and so none that was sent is one.
      secrets: { notStartWith: 'whsec_' },
      signed: '',
    },
  ],
  toleranceSeconds: 300,
  contentTypes: ['application/json'],
  required: [],
  // Beside the token nothing is signed. GitLab before 17.4 has no key; its event's UUID is shared by hooks that set off hooks,
  // whose bodies differ.
  identity: {
    kind: 'header',
    id: [
      ['header:webhook-id'],
      ['header:idempotency-key'],
      ['header:x-gitlab-event-uuid', 'header:x-gitlab-webhook-uuid'],
    ],
  },
  // X-Gitlab-Event is for people: "Merge Request Hook".
  type: [['/object_kind', '/object_attributes/action'], ['/object_kind'], ['/event_name']],
  headers: [
    'x-gitlab-event',
    'x-gitlab-event-uuid',
    'x-gitlab-webhook-uuid',
    'x-gitlab-instance',
    'idempotency-key',
    'webhook-id',
    'webhook-timestamp',
  ],
  // It counts failures and then pauses the hook; only people send an event again.
  resends: false,
};
