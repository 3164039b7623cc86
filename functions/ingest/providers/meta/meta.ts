import type { Alternatives, ElementReference, Elements, Named, Provider } from '../provider.ts';

/** An update that has no id is named by all it says, of which object, and when; the same wherever it is grouped. */
const byContent: Alternatives<ElementReference> = [
  ['itself:sha256', 'root:/entry/*/id', 'root:/entry/*/time'],
  ['itself:sha256', 'root:/entry/*/id'],
  ['itself:sha256'],
];

const field = ['root:/object', 'root:/entry/*/changes/*/field'] as const;

/** WhatsApp puts several messages, or several statuses of those that we sent, into one change. */
const whatsapp: readonly Elements[] = [
  { at: '/entry/*/changes/*/value/messages/*', id: [['/id'], ...byContent], type: [[...field, '/type'], field] },
  {
    at: '/entry/*/changes/*/value/statuses/*',
    // One message is sent, delivered and read, and in a group so by each of its members.
    id: [
      ['/id', '/status', '/recipient_id', '/recipient_participant_id'],
      ['/id', '/status', '/recipient_id'],
      ['/id', '/status'],
      ...byContent,
    ],
    type: [[...field, '/status'], field],
  },
];

/** The fields by which Messenger and Instagram say what an element of `messaging` is. */
const kinds = [
  'message',
  'message_edit',
  'postback',
  'reaction',
  'read',
  'delivery',
  'referral',
  'optin',
  'account_linking',
  'policy_enforcement',
  'pass_thread_control',
  'take_thread_control',
  'request_thread_control',
  'app_roles',
];

const messagingTypes: Alternatives<ElementReference | Named> = [
  ...kinds.map((kind): readonly (ElementReference | Named)[] => ['root:/object', `named:/${kind}`]),
  ['root:/object'],
];

const messaging = (at: Elements['at']): Elements => ({
  at,
  // A message that is taken back comes again under its own id, at another time.
  // One between two of our accounts comes for each of them.
  id: [
    ['/message/mid', '/timestamp', 'root:/entry/*/id'],
    ['/postback/mid', '/timestamp', 'root:/entry/*/id'],
    ...byContent,
  ],
  type: messagingTypes,
});

/** https://developers.facebook.com/docs/graph-api/webhooks/getting-started: Facebook, Instagram, Messenger and WhatsApp. */
export const meta: Provider = {
  name: 'meta',
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
  contentTypes: ['application/json'],
  required: [],
  // A post of up to a thousand updates has no id of its own.
  identity: { kind: 'fields', id: [['body:sha256']] },
  type: [['/object']],
  events: [
    ...whatsapp,
    { at: '/entry/*/changes/*', id: byContent, type: [['root:/object', '/field'], ['root:/object']] },
    messaging('/entry/*/messaging/*'),
    messaging('/entry/*/standby/*'),
    // A subscription without values lists the names of what changed, and nothing else.
    { at: '/entry/*', id: [['itself:sha256']], type: [['root:/object']] },
  ],
  orSingle: true,
  headers: [],
  handshakes: [
    {
      name: 'verification',
      method: 'GET',
      signed: false,
      when: { 'query:hub.mode': 'subscribe' },
      requires: { 'query:hub.verify_token': { secret: 'verify-token' } },
      answer: { status: 200, text: '{query:hub.challenge}' },
      refusal: { status: 403 },
    },
  ],
  // Its documents name 200 alone.
  accepted: [{ status: 200 }],
  resends: true,
};
