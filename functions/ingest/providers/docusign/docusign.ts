import type { Provider } from '../provider.ts';

/** https://developers.docusign.com/platform/webhooks/connect/ */
export const docusign: Provider = {
  name: 'docusign',
  schemes: [
    {
      // One header for each key that is active, and no name says which is which: any that matches will do.
      from: 'header:x-docusign-signature-*',
      algorithm: 'hmac-sha256',
      encoding: 'base64',
      key: 'text',
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json', 'text/xml', 'application/xml'],
  required: [],
  // No field names an event alone: one envelope is sent, delivered and corrected more than once.
  identity: {
    kind: 'fields',
    id: [
      ['/data/envelopeId', '/data/recipientId', '/event', '/generatedDateTime'],
      ['/data/envelopeId', '/event', '/generatedDateTime'],
      // Events of other things than envelopes, and the older formats, XML among them.
      ['body:sha256'],
    ],
    volatile: ['/retryCount'],
  },
  type: [['/event']],
  headers: [],
  accepted: [{ status: 200 }],
  resends: true,
};
