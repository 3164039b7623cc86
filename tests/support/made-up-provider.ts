import type { Provider } from '../../functions/ingest/providers/provider.ts';

/** A provider that no one has, to try every part of a description: unsigned id in a header, unless told otherwise. */
export function madeUpProvider(overrides: Partial<Provider> = {}): Provider {
  return {
    name: 'made-up',
    schemes: [{ from: 'header:x-signature', algorithm: 'hmac-sha256', encoding: 'hex', key: 'text', signed: '{body}' }],
    contentTypes: ['application/json', 'application/x-www-form-urlencoded'],
    required: [],
    identity: { kind: 'header', id: [['header:x-id']] },
    type: [['/type']],
    headers: ['x-id'],
    resends: true,
    ...overrides,
  };
}

/** One that posts arrays, as SendGrid or HubSpot do: no delivery id, an id in each element. */
export function madeUpArrayProvider(at: `/${string}` = '/*'): Provider {
  return madeUpProvider({ identity: { kind: 'none' }, events: [{ at, id: [['/id']], type: [['/type']] }] });
}
