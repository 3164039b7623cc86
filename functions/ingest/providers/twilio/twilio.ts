import type { Provider, Reference } from '../provider.ts';
import { formText } from './form-text.ts';
import { signTwilio } from './sign-twilio.ts';

/** Each product names what happened, and to what, by fields of its own; the more special ones first. */
const PRODUCTS: readonly { readonly status: Reference; readonly id: readonly Reference[] }[] = [
  { status: '/RecordingStatus', id: ['/RecordingSid'] },
  { status: '/TranscriptionEvent', id: ['/TranscriptionSid', '/SequenceId'] },
  { status: '/TranscriptionStatus', id: ['/TranscriptionSid'] },
  { status: '/StreamEvent', id: ['/StreamSid'] },
  { status: '/StatusCallbackEvent', id: ['/ConferenceSid', '/SequenceNumber'] },
  { status: '/StatusCallbackEvent', id: ['/RoomSid', '/SequenceNumber'] },
  { status: '/EventType', id: ['/MessageSid'] },
  { status: '/EventType', id: ['/ConversationSid', '/DateUpdated'] },
  { status: '/EventType', id: ['/Sid'] },
  { status: '/FaxStatus', id: ['/FaxSid'] },
  { status: '/MessageStatus', id: ['/MessageSid'] },
  { status: '/SmsStatus', id: ['/MessageSid'] },
  { status: '/SmsStatus', id: ['/SmsSid'] },
  { status: '/CallStatus', id: ['/CallSid', '/SequenceNumber'] },
  { status: '/CallStatus', id: ['/CallSid'] },
];

/** https://www.twilio.com/docs/usage/security: status callbacks as forms, other products and Event Streams as JSON. */
export const twilio: Provider = {
  name: 'twilio',
  schemes: [
    {
      verify: async () => (await import('./verify-twilio.ts')).verifyTwilio,
      sign: signTwilio,
      signed:
        'the URL as it was entered at Twilio, and behind it every field of a form by name; of JSON the URL, which names its SHA-256',
    },
  ],
  contentTypes: ['application/x-www-form-urlencoded', 'application/json', 'application/cloudevents-batch+json'],
  required: [],
  // The token names one callback through all its retries, but is not signed; and where names of fields end and their values
  // begin is not signed either. So what is signed joins the hash, and what no field names is named by it alone.
  identity: {
    kind: 'header',
    id: [
      ['header:i-twilio-idempotency-token'],
      ...PRODUCTS.map(({ status, id }) => [...id, status]),
      ['/0/id'],
      ['body:sha256'],
    ],
    // In another order or spelling it has the same signature, and so must have the same id.
    signedForm: formText,
  },
  type: [...new Set(PRODUCTS.map(({ status }) => status))].map((status) => [status]),
  // Event Streams posts CloudEvents, several at once.
  events: [{ at: '/*', id: [['/id']], type: [['/type']] }],
  orSingle: true,
  headers: [],
  resends: false,
};
