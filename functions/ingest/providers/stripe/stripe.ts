import type { Provider } from '../provider.ts';

/** https://docs.stripe.com/webhooks/signature */
export const stripe: Provider = {
  name: 'stripe',
  schemes: [
    {
      from: 'header:stripe-signature',
      separator: ',',
      // v0 marks test-mode signatures; taking it would be a downgrade.
      prefix: 'v1=',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      // The whole whsec_… text is the key: Stripe does not decode it.
      key: 'text',
      signed: '{timestamp}.{body}',
      timestamp: { prefix: 't=', unit: 'seconds' },
    },
  ],
  toleranceSeconds: 300,
  contentTypes: ['application/json'],
  required: ['/id', '/type'],
  identity: { kind: 'signed', id: [['/id']] },
  type: [['/type']],
  headers: [],
  resends: true,
};
