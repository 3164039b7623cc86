import type { Provider } from '../provider.ts';

/** https://developer.atlassian.com/cloud/jira/platform/webhooks/: webhooks that have a secret. Connect apps get a JWT instead. */
export const jira: Provider = {
  name: 'jira',
  schemes: [
    {
      from: 'header:x-hub-signature',
      prefix: 'sha256=',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: [],
  // The same on every retry, whose number stands in a header of its own.
  identity: { kind: 'header', id: [['header:x-atlassian-webhook-identifier']] },
  type: [['/webhookEvent']],
  headers: ['x-atlassian-webhook-identifier', 'x-atlassian-webhook-retry', 'x-atlassian-webhook-flow'],
  resends: true,
};
