import type { Provider } from '../provider.ts';

/** https://razorpay.com/docs/webhooks/validate-test/ */
export const razorpay: Provider = {
  name: 'razorpay',
  schemes: [
    {
      from: 'header:x-razorpay-signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: ['/event'],
  // Nothing in the body names the event, and the header is not signed. A 400 for one without it would, for a day, cost the webhook.
  identity: { kind: 'header', id: [['header:x-razorpay-event-id'], ['body:sha256']] },
  type: [['/event']],
  headers: ['x-razorpay-event-id'],
  resends: true,
};
