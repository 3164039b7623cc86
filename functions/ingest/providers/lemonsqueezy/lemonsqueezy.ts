import type { Provider } from '../provider.ts';

/** https://docs.lemonsqueezy.com/help/webhooks/signing-requests */
export const lemonsqueezy: Provider = {
  name: 'lemonsqueezy',
  schemes: [
    {
      from: 'header:x-signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: ['/meta/event_name'],
  // Nothing names an event: what was updated twice within a second says so in the same fields. A retry repeats the bytes.
  identity: { kind: 'fields', id: [['body:sha256']] },
  // The header says the same, but is not signed.
  type: [['/meta/event_name']],
  headers: ['x-event-name'],
  // Any other status, be it 202, makes it try again: https://docs.lemonsqueezy.com/help/webhooks/webhook-requests
  accepted: [{ status: 200 }],
  resends: true,
};
