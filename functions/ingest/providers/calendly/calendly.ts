import type { Provider } from '../provider.ts';

/** https://developer.calendly.com/api-docs/4c305798a61d3-webhook-signatures */
export const calendly: Provider = {
  name: 'calendly',
  schemes: [
    {
      from: 'header:calendly-webhook-signature',
      separator: ',',
      prefix: 'v1=',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{timestamp}.{body}',
      timestamp: { prefix: 't=', unit: 'seconds' },
    },
  ],
  // Its sample code has about three minutes, its text names none.
  toleranceSeconds: 300,
  contentTypes: ['application/json'],
  required: ['/event'],
  // One invitee is created, cancelled and marked as absent under the same URI.
  identity: { kind: 'fields', id: [['/payload/uri', '/event', '/created_at'], ['body:sha256']] },
  type: [['/event']],
  headers: [],
  resends: true,
};
