import type { Provider } from '../provider.ts';

/** https://www.mux.com/docs/core/verify-webhook-signatures */
export const mux: Provider = {
  name: 'mux',
  schemes: [
    {
      from: 'header:mux-signature',
      separator: ',',
      // The only version there is; another one would be another scheme.
      prefix: 'v1=',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{timestamp}.{body}',
      timestamp: { prefix: 't=', unit: 'seconds' },
    },
  ],
  // As its libraries have it.
  toleranceSeconds: 300,
  contentTypes: ['application/json'],
  required: ['/id', '/type'],
  // The `attempts` beside it may list the tries so far.
  identity: { kind: 'signed', id: [['/id']] },
  type: [['/type']],
  headers: [],
  resends: true,
};
