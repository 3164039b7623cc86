import type { Provider } from '../provider.ts';

/** https://workos.com/docs/events/data-syncing/webhooks */
export const workos: Provider = {
  name: 'workos',
  schemes: [
    {
      from: 'header:workos-signature',
      separator: ',',
      prefix: 'v1=',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{timestamp}.{body}',
      timestamp: { prefix: 't=', unit: 'milliseconds' },
    },
  ],
  // As its library has it.
  toleranceSeconds: 180,
  contentTypes: ['application/json'],
  required: [],
  identity: { kind: 'signed', id: [['/id']] },
  type: [['/event']],
  headers: [],
  // Its documents ask for 200.
  accepted: [{ status: 200 }],
  resends: true,
};
