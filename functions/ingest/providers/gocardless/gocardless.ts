import type { Provider } from '../provider.ts';

/** https://developer.gocardless.com/getting-started/partners/staying-up-to-date-with-webhooks/ */
export const gocardless: Provider = {
  name: 'gocardless',
  schemes: [
    {
      from: 'header:webhook-signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: [],
  // The webhook's own id; a body without one is known by its bytes. Each event has its own, however they are grouped.
  identity: { kind: 'signed', id: [['/meta/webhook_id'], ['body:sha256']] },
  type: [['/events/0/resource_type', '/events/0/action']],
  events: [{ at: '/events/*', id: [['/id']], type: [['/resource_type', '/action']] }],
  headers: [],
  // Any 2xx will do; this is what its examples answer.
  accepted: [{ status: 204, body: 'empty' }],
  resends: true,
};
