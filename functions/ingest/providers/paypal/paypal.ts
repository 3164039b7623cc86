import type { Provider } from '../provider.ts';

/** PayPal tries for three days, and does not say whether a retry has a time of its own: https://developer.paypal.com/api/rest/webhooks/ */
const TOLERANCE_SECONDS = 4 * 24 * 60 * 60;

/** https://developer.paypal.com/api/rest/webhooks/rest/ */
export const paypal: Provider = {
  name: 'paypal',
  schemes: [
    {
      verify: async () => (await import('./verify-paypal.ts')).verifyPaypal,
      signed: 'PAYPAL-TRANSMISSION-ID|PAYPAL-TRANSMISSION-TIME|the webhook id|the CRC-32 of the body in decimal',
    },
  ],
  toleranceSeconds: TOLERANCE_SECONDS,
  contentTypes: ['application/json'],
  required: [],
  // The same on every retry, which the transmission's id is not said to be.
  identity: { kind: 'signed', id: [['/id']] },
  type: [['/event_type']],
  headers: ['paypal-transmission-id', 'paypal-transmission-time'],
  resends: true,
};
