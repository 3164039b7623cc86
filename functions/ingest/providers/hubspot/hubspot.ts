import type { Provider, SignatureScheme } from '../provider.ts';

/** A hash with the secret in front, which is no HMAC. HubSpot sends it beside v3, or alone, from workflows for example. */
const older = (version: string, signed: string): SignatureScheme => ({
  from: 'header:x-hubspot-signature',
  when: { 'header:x-hubspot-signature-version': version },
  algorithm: 'sha256',
  encoding: 'hex',
  key: 'text',
  signed,
});

/** https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation */
export const hubspot: Provider = {
  name: 'hubspot',
  schemes: [
    {
      from: 'header:x-hubspot-signature-v3',
      algorithm: 'hmac-sha256',
      encoding: 'base64',
      key: 'text',
      // HubSpot says that it undoes some escapes of the URL; its library signs the URL as it is.
      signed: ['{method}{url}{body}{timestamp}', '{method}{url:decoded}{body}{timestamp}'],
      timestamp: { from: 'header:x-hubspot-request-timestamp', unit: 'milliseconds' },
    },
    older('v2', '{secret}{method}{url}{body}'),
    older('v1', '{secret}{body}'),
  ],
  toleranceSeconds: 300,
  contentTypes: ['application/json'],
  required: [],
  // A batch has no id of its own, and every attempt counts itself.
  identity: { kind: 'fields', id: [['body:sha256']], volatile: ['/*/attemptNumber'] },
  type: [['/subscriptionType']],
  events: [
    {
      at: '/*',
      // The event's id alone is not unique, which HubSpot says itself; two associations made at once differ in one end alone.
      id: [['/eventId', '/subscriptionId', '/occurredAt', 'itself:sha256'], ['itself:sha256']],
      type: [['/subscriptionType']],
    },
  ],
  // A workflow posts one object.
  orSingle: true,
  headers: ['x-hubspot-request-timestamp'],
  resends: true,
};
