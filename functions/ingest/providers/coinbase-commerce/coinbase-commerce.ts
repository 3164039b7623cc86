import type { Provider } from '../provider.ts';

/** https://docs.cdp.coinbase.com/commerce-onchain/docs/webhooks-security */
export const coinbaseCommerce: Provider = {
  name: 'coinbase-commerce',
  schemes: [
    {
      from: 'header:x-cc-webhook-signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: ['/event/id', '/event/type'],
  // `attempt_number` beside it counts the retries.
  identity: { kind: 'signed', id: [['/event/id']] },
  type: [['/event/type']],
  headers: [],
  accepted: [{ status: 200 }],
  resends: true,
};
