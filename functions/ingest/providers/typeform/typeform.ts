import type { Provider } from '../provider.ts';

/** https://www.typeform.com/developers/webhooks/secure-your-webhooks/ */
export const typeform: Provider = {
  name: 'typeform',
  schemes: [
    {
      from: 'header:typeform-signature',
      prefix: 'sha256=',
      algorithm: 'hmac-sha256',
      encoding: 'base64',
      key: 'text',
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: [],
  identity: { kind: 'signed', id: [['/event_id']] },
  type: [['/event_type']],
  headers: [],
  resends: true,
};
