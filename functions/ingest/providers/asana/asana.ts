import type { ElementReference, Provider } from '../provider.ts';

/**
 * What tells two changes apart that one person made to one task within the same millisecond: which field, which of its values,
 * which project. The fuller ones first; of each an event has all or none.
 */
const WHAT: readonly (readonly ElementReference[])[] = [
  ['/change/field', '/change/action', '/change/added_value/gid'],
  ['/change/field', '/change/action', '/change/removed_value/gid'],
  ['/change/field', '/change/action', '/change/new_value/gid'],
  ['/change/field', '/change/action'],
  ['/parent/gid'],
  [],
];

/** https://developers.asana.com/docs/webhooks-guide */
export const asana: Provider = {
  name: 'asana',
  schemes: [
    {
      from: 'header:x-hook-signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: [],
  // Nothing in it names the whole; a retry repeats the bytes. Each event is named by itself, however they are grouped.
  identity: { kind: 'fields', id: [['body:sha256']] },
  type: [['/events/0/resource/resource_type', '/events/0/action']],
  events: [
    {
      at: '/events/*',
      // Changes that Asana makes by itself have no user.
      id: WHAT.flatMap((what) => {
        const named = ['/resource/gid', '/action', '/created_at', ...what] as const;
        return [[...named, '/user/gid'], named];
      }),
      // One that says less must not cost the others of its request.
      orNone: true,
      type: [['/resource/resource_type', '/action']],
    },
  ],
  headers: [],
  handshakes: [
    {
      // It says which key all else will be signed with, and nobody vouches for it.
      name: 'secret offered',
      method: 'POST',
      signed: false,
      when: { 'header:x-hook-secret': { is: 'present' } },
      answer: { status: 200, headers: { 'x-hook-secret': '{header:x-hook-secret}' } },
      effect: { kind: 'offer-secret', from: 'header:x-hook-secret' },
    },
    {
      // Without an answer for a day Asana deletes the webhook.
      name: 'heartbeat',
      method: 'POST',
      signed: true,
      when: { '/events': { is: 'empty' } },
      answer: { status: 200 },
    },
  ],
  // It names 200 and 204 as what it takes.
  accepted: [{ status: 200 }],
  resends: true,
};
