import type { Provider, SignatureScheme } from '../provider.ts';

const scheme = {
  from: 'header:webhook-signature',
  separator: ' ',
  prefix: 'v1,',
  algorithm: 'hmac-sha256',
  encoding: 'base64',
  signed: '{header:webhook-id}.{timestamp}.{body}',
  timestamp: { from: 'header:webhook-timestamp', unit: 'seconds' },
} as const satisfies Partial<SignatureScheme>;

/** https://platform.openai.com/docs/guides/webhooks: Standard Webhooks. */
export const openai: Provider = {
  name: 'openai',
  // OpenAI's own library takes a secret without the prefix as text, where others decode it.
  schemes: [
    { ...scheme, key: 'base64', keyPrefix: 'whsec_', secrets: { startWith: 'whsec_' } },
    { ...scheme, key: 'text', secrets: { notStartWith: 'whsec_' } },
  ],
  anyScheme: true,
  toleranceSeconds: 300,
  contentTypes: ['application/json'],
  required: [],
  identity: { kind: 'signed', id: [['header:webhook-id']] },
  type: [['/type']],
  headers: ['webhook-id', 'webhook-timestamp'],
  resends: true,
};
