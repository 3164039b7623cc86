import type { Provider, SignatureScheme } from '../provider.ts';

/** Box signs with both of its keys at once, each in a header of its own, so that one of them can be changed. */
const signedWith = (use: 'primary' | 'secondary'): SignatureScheme => ({
  from: `header:box-signature-${use}`,
  requires: { 'header:box-signature-version': '1', 'header:box-signature-algorithm': 'HmacSHA256' },
  algorithm: 'hmac-sha256',
  encoding: 'base64',
  key: 'text',
  secrets: { use },
  signed: '{body}{timestamp}',
  timestamp: { from: 'header:box-delivery-timestamp', unit: 'iso8601' },
});

/** https://developer.box.com/guides/webhooks/v2/ and https://developer.box.com/guides/webhooks/v2/signatures-v2/ */
export const box: Provider = {
  name: 'box',
  schemes: [signedWith('primary'), signedWith('secondary')],
  anyScheme: true,
  toleranceSeconds: 600,
  contentTypes: ['application/json'],
  required: ['/id'],
  // The id in the header is another one on each retry; the one in the body stays.
  identity: { kind: 'signed', id: [['/id']] },
  type: [['/trigger'], ['/type']],
  headers: ['box-delivery-id', 'box-delivery-timestamp'],
  resends: true,
};
