import type { Provider } from '../provider.ts';

/** https://docs.sentry.io/organization/integrations/integration-platform/webhooks/ */
export const sentry: Provider = {
  name: 'sentry',
  schemes: [
    {
      from: 'header:sentry-hook-signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      // Not its timestamp, so that nothing ages.
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: ['header:sentry-hook-resource'],
  identity: { kind: 'header', id: [['header:request-id'], ['body:sha256']] },
  type: [['header:sentry-hook-resource', '/action'], ['header:sentry-hook-resource']],
  headers: ['sentry-hook-resource', 'sentry-hook-timestamp', 'request-id'],
  // Service hooks are not sent again, and of the rest nothing says so.
  resends: false,
};
