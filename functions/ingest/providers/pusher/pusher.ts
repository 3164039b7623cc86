import type { Provider } from '../provider.ts';

/** https://pusher.com/docs/channels/server_api/webhooks/ */
export const pusher: Provider = {
  name: 'pusher',
  schemes: [
    {
      from: 'header:x-pusher-signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: [],
  // Nothing names the whole or an event. A retry repeats the bytes, and `time_ms` in them tells apart what only looks the same.
  identity: { kind: 'fields', id: [['body:sha256']] },
  type: [['/events/0/name']],
  // By their places: in one batch a channel may be occupied, vacated and occupied again, in the same words.
  events: [{ at: '/events/*', id: 'none', type: [['/name']] }],
  // The app's public key, which says whose secret it was.
  headers: ['x-pusher-key'],
  resends: true,
};
