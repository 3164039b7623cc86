import type { Provider } from '../provider.ts';

/** https://developer.pagerduty.com/docs/webhooks/webhook-signatures/ */
export const pagerduty: Provider = {
  name: 'pagerduty',
  schemes: [
    {
      from: 'header:x-pagerduty-signature',
      // Several while a secret is changed.
      separator: ',',
      prefix: 'v1=',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: ['/event/id', '/event/event_type'],
  // Several subscriptions that reach this source tell one event once.
  identity: { kind: 'signed', id: [['/event/id']] },
  type: [['/event/event_type']],
  headers: ['x-webhook-id', 'x-webhook-subscription'],
  resends: true,
};
