import type { Provider } from '../provider.ts';

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, symmetric signatures. */
export const standardWebhooks: Provider = {
  name: 'standard-webhooks',
  schemes: [
    {
      header: 'webhook-signature',
      separator: ' ',
      prefix: 'v1,',
      algorithm: 'sha256',
      encoding: 'base64',
      key: 'base64',
      signed: '{header:webhook-id}.{timestamp}.{body}',
      timestamp: { header: 'webhook-timestamp' },
    },
  ],
  toleranceSeconds: 300,
  contentTypes: ['application/json'],
  required: [],
  // The id stands in a header, but the signature covers it.
  identity: { kind: 'signed', id: [['header:webhook-id']] },
  type: [['/type'], ['/event_type']],
  headers: ['webhook-id', 'webhook-timestamp'],
  resends: true,
};
