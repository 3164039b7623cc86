import type { Provider } from '../provider.ts';

/** https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks */
export const microsoftGraph: Provider = {
  name: 'microsoft-graph',
  // Nothing is signed. Every notification brings back the clientState of its subscription, and all of them must be right.
  schemes: [{ from: '/value/*/clientState', algorithm: 'token', key: 'text', signed: '' }],
  contentTypes: ['application/json'],
  // A notification has some KB, one with its resource in it some 30; a post has a few of them.
  bytesMax: 2 * 1024 * 1024,
  required: [],
  // Those of a drive say that something changed, in the same words every time: equal bytes may be news.
  identity: { kind: 'none' },
  type: [['/value/0/changeType'], ['/value/0/lifecycleEvent']],
  events: [
    {
      at: '/value/*',
      id: [
        ['/id', '/subscriptionId'],
        ['/resourceData/@odata.etag', '/subscriptionId', '/resource', '/changeType'],
      ],
      orNone: true,
      type: [['/changeType'], ['/lifecycleEvent']],
    },
  ],
  headers: [],
  handshakes: [
    {
      // Sent, as text/plain without a body, while a subscription is created or renewed.
      name: 'validation of the URL',
      method: 'POST',
      signed: false,
      when: { 'query:validationToken': { is: 'present' } },
      answer: { status: 200, text: '{query:validationToken}' },
    },
  ],
  resends: true,
};
