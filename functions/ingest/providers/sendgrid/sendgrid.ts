import type { Provider } from '../provider.ts';

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features */
export const sendgrid: Provider = {
  name: 'sendgrid',
  schemes: [
    {
      from: 'header:x-twilio-email-event-webhook-signature',
      algorithm: 'ecdsa-p256-sha256',
      encoding: 'base64',
      key: 'spki',
      // The bytes as they came: they end in CRLF.
      signed: '{timestamp}{body}',
      timestamp: { from: 'header:x-twilio-email-event-webhook-timestamp', unit: 'seconds' },
    },
  ],
  // SendGrid documents no tolerance: the age is not checked, unless the source sets one.
  contentTypes: ['application/json'],
  required: [],
  // A batch has no id of its own. Its events have, and keep it however a retry groups them.
  identity: { kind: 'fields', id: [['body:sha256']] },
  type: [['/0/event']],
  events: [{ at: '/*', id: [['/sg_event_id']], type: [['/event']] }],
  headers: ['x-twilio-email-event-webhook-timestamp'],
  resends: true,
};
