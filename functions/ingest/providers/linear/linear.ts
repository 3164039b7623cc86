import type { Provider } from '../provider.ts';

/** https://linear.app/developers/webhooks */
export const linear: Provider = {
  name: 'linear',
  schemes: [
    {
      from: 'header:linear-signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{body}',
      // Linear's library looks at this one, too, and not at the Linear-Timestamp header, which is not signed.
      timestamp: { from: '/webhookTimestamp', unit: 'milliseconds' },
    },
  ],
  toleranceSeconds: 60,
  contentTypes: ['application/json'],
  required: [],
  // A retry may have a time of its own.
  identity: { kind: 'header', id: [['header:linear-delivery']], volatile: ['/webhookTimestamp'] },
  type: [['/type', '/action'], ['/type'], ['header:linear-event']],
  headers: ['linear-delivery', 'linear-event', 'linear-timestamp'],
  // Its documents speak of 200, not of any 2xx.
  accepted: [{ status: 200 }],
  resends: true,
};
