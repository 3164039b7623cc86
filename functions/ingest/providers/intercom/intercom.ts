import type { Provider } from '../provider.ts';

/** https://developers.intercom.com/docs/webhooks/webhook-notifications */
export const intercom: Provider = {
  name: 'intercom',
  schemes: [
    {
      // Bitbucket and Jira have a SHA-256 signature in a header of this name.
      from: 'header:x-hub-signature',
      prefix: 'sha1=',
      algorithm: 'hmac-sha1',
      encoding: 'hex',
      key: 'text',
      signed: '{body}',
    },
  ],
  // The documented ping names no media type.
  contentTypes: ['application/json', 'none'],
  required: [],
  // The body's delivery_attempts changes on retry; the id does not.
  identity: { kind: 'signed', id: [['/id']] },
  type: [['/topic']],
  headers: [],
  handshakes: [
    {
      // Its id is null, so that it names no event. Nothing comes of it, and so nobody need vouch for it.
      name: 'topic ping',
      method: 'POST',
      signed: false,
      when: { '/type': 'notification_event', '/topic': 'ping' },
      answer: { status: 200 },
    },
  ],
  accepted: [{ status: 200 }],
  resends: true,
};
