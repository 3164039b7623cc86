import type { Provider } from '../provider.ts';

/** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export const github: Provider = {
  name: 'github',
  // The SHA-1 header that GitHub still sends beside it is legacy and proves too little.
  schemes: [
    {
      from: 'header:x-hub-signature-256',
      prefix: 'sha256=',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json', 'application/x-www-form-urlencoded'],
  formJsonField: 'payload',
  required: ['header:x-github-event', 'header:x-github-delivery'],
  identity: { kind: 'header', id: [['header:x-github-delivery']] },
  type: [['header:x-github-event', '/action'], ['header:x-github-event']],
  headers: [
    'x-github-event',
    'x-github-delivery',
    'x-github-hook-id',
    'x-github-hook-installation-target-id',
    'x-github-hook-installation-target-type',
  ],
  resends: false,
};
