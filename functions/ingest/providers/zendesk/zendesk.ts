import type { Provider } from '../provider.ts';

/** https://developer.zendesk.com/documentation/webhooks/verifying/ */
export const zendesk: Provider = {
  name: 'zendesk',
  schemes: [
    {
      from: 'header:x-zendesk-webhook-signature',
      algorithm: 'hmac-sha256',
      encoding: 'base64',
      key: 'text',
      signed: '{timestamp}{body}',
      timestamp: { from: 'header:x-zendesk-webhook-signature-timestamp', unit: 'iso8601' },
    },
  ],
  // Zendesk documents none; this is what others have.
  toleranceSeconds: 300,
  // What triggers and automations send is up to whoever writes them.
  contentTypes: ['application/json', 'application/x-www-form-urlencoded', 'application/xml', 'text/xml'],
  required: [],
  // Only events, which say their version, have an id in the body: a trigger's `id` may be that of a ticket.
  identity: {
    kind: 'header',
    id: [['/id', '/zendesk_event_version'], ['header:x-zendesk-webhook-invocation-id']],
  },
  type: [['/type']],
  headers: ['x-zendesk-account-id', 'x-zendesk-webhook-id', 'x-zendesk-webhook-invocation-id'],
  // Three times at most, and after many refusals not at all for a while: an answer of 429 might be the last.
  resends: false,
};
