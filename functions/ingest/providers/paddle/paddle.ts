import type { Provider } from '../provider.ts';

/** https://developer.paddle.com/webhooks/signature-verification: Paddle Billing. */
export const paddle: Provider = {
  name: 'paddle',
  schemes: [
    {
      from: 'header:paddle-signature',
      separator: ';',
      // Of several, as while a secret is rotated, any may hold; Paddle's own library reads the last alone.
      prefix: 'h1=',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{timestamp}:{body}',
      timestamp: { prefix: 'ts=', unit: 'seconds' },
    },
  ],
  // As its library has it. Retries are signed anew, so a slow network costs one at most.
  toleranceSeconds: 5,
  contentTypes: ['application/json'],
  required: [],
  // The notification's id is another one for each destination; Paddle asks to go by the event's.
  identity: { kind: 'signed', id: [['/event_id']] },
  type: [['/event_type']],
  headers: [],
  // https://developer.paddle.com/webhooks/respond-to-webhooks names no other status.
  accepted: [{ status: 200 }],
  resends: true,
};
