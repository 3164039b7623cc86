import type { Provider } from '../provider.ts';

/** https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/: Cloud, and Data Center with its own header for the id. */
export const bitbucket: Provider = {
  name: 'bitbucket',
  schemes: [
    {
      // GitHub has its old SHA-1 signature in a header of this name.
      from: 'header:x-hub-signature',
      prefix: 'sha256=',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: ['header:x-event-key'],
  // The attempt's number stands in a header; the body of a retry is the same.
  identity: { kind: 'header', id: [['header:x-request-uuid'], ['header:x-request-id']] },
  type: [['header:x-event-key']],
  headers: ['x-event-key', 'x-request-uuid', 'x-request-id', 'x-hook-uuid', 'x-attempt-number'],
  handshakes: [
    {
      // "Test connection" of Data Center. Nobody vouches for it, and nothing comes of it.
      name: 'diagnostics:ping',
      method: 'POST',
      signed: false,
      when: { 'header:x-event-key': 'diagnostics:ping' },
      answer: { status: 200 },
    },
  ],
  resends: true,
};
