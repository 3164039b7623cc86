import type { Elements, Provider } from '../provider.ts';
import { signAdyen } from './sign-adyen.ts';

const items: Elements = {
  at: '/notificationItems/*',
  // All three are signed; whatever else an item says is not, its date included.
  id: [
    ['/NotificationRequestItem/pspReference', '/NotificationRequestItem/eventCode', '/NotificationRequestItem/success'],
  ],
  type: [['/NotificationRequestItem/eventCode']],
};

/** https://docs.adyen.com/development-resources/webhooks: payments (items in an array), and platforms, banking and management. */
export const adyen: Provider = {
  name: 'adyen',
  schemes: [
    {
      from: 'header:hmacsignature',
      algorithm: 'hmac-sha256',
      encoding: 'base64',
      key: 'hex',
      signed: '{body}',
    },
    {
      verify: async () => (await import('./verify-adyen.ts')).verifyAdyen,
      sign: signAdyen,
      signed:
        'of every item pspReference:originalReference:merchantAccountCode:merchantReference:amount.value:amount.currency:eventCode:success',
    },
  ],
  contentTypes: ['application/json'],
  // A notification has some KB.
  bytesMax: 2 * 1024 * 1024,
  required: [],
  // Neither kind has an id of the whole; a retry repeats the bytes. Items are named by themselves, however they are grouped.
  identity: { kind: 'fields', id: [['body:sha256']] },
  type: [['/type']],
  events: [items],
  orSingle: true,
  headers: [],
  // Set-ups of old wait for this text; newer ones take any 2xx.
  accepted: [
    {
      when: { '/notificationItems/0/NotificationRequestItem/pspReference': { is: 'present' } },
      status: 200,
      body: { contentType: 'text/plain', text: '[accepted]' },
    },
  ],
  resends: true,
};
