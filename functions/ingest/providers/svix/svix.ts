import type { Provider } from '../provider.ts';

/**
 * https://docs.svix.com/receiving/verifying-payloads/how-manual: the senders that post through Svix under its own header names.
 * Those that post under webhook-* are `standard-webhooks`: with both families in one description, an id could stand in the
 * family that is not signed.
 */
export const svix: Provider = {
  name: 'svix',
  schemes: [
    {
      from: 'header:svix-signature',
      separator: ' ',
      prefix: 'v1,',
      algorithm: 'hmac-sha256',
      encoding: 'base64',
      key: 'base64',
      keyPrefix: 'whsec_',
      signed: '{header:svix-id}.{timestamp}.{body}',
      timestamp: { from: 'header:svix-timestamp', unit: 'seconds' },
    },
  ],
  toleranceSeconds: 300,
  contentTypes: ['application/json'],
  required: [],
  identity: { kind: 'signed', id: [['header:svix-id']] },
  type: [['/type'], ['/event_type']],
  headers: ['svix-id', 'svix-timestamp'],
  resends: true,
};
