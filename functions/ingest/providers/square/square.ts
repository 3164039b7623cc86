import type { Provider } from '../provider.ts';

/** https://developer.squareup.com/docs/webhooks/step3validate */
export const square: Provider = {
  name: 'square',
  schemes: [
    {
      from: 'header:x-square-hmacsha256-signature',
      algorithm: 'hmac-sha256',
      encoding: 'base64',
      key: 'text',
      // The URL is that of the subscription, letter by letter.
      signed: '{url}{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: [],
  identity: { kind: 'signed', id: [['/event_id']] },
  type: [['/type']],
  // None of them is signed.
  headers: ['square-environment', 'square-initial-delivery-timestamp', 'square-retry-number', 'square-retry-reason'],
  resends: true,
};
