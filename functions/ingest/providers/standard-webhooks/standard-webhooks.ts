import type { Provider, SignatureScheme } from '../provider.ts';

const scheme = {
  from: 'header:webhook-signature',
  separator: ' ',
  encoding: 'base64',
  key: 'base64',
  signed: '{header:webhook-id}.{timestamp}.{body}',
  timestamp: { from: 'header:webhook-timestamp', unit: 'seconds' },
} as const satisfies Partial<SignatureScheme>;

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export const standardWebhooks: Provider = {
  name: 'standard-webhooks',
  // One header may hold both, and the source's keys say which of them count.
  schemes: [
    {
      ...scheme,
      prefix: 'v1,',
      algorithm: 'hmac-sha256',
      keyPrefix: 'whsec_',
      secrets: { notStartWith: 'whpk_' },
    },
    { ...scheme, prefix: 'v1a,', algorithm: 'ed25519', keyPrefix: 'whpk_', secrets: { startWith: 'whpk_' } },
  ],
  anyScheme: true,
  toleranceSeconds: 300,
  contentTypes: ['application/json'],
  required: [],
  // The id stands in a header, but the signature covers it.
  identity: { kind: 'signed', id: [['header:webhook-id']] },
  type: [['/type'], ['/event_type']],
  headers: ['webhook-id', 'webhook-timestamp'],
  resends: true,
};
