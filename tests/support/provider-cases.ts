// What the conformance tests need to know of each shipped provider beyond its description: a secret, and a webhook that is whole.
import { providers } from '../../functions/ingest/providers/index.ts';
import type { Provider } from '../../functions/ingest/providers/provider.ts';

export interface ProviderCase {
  readonly provider: Provider;
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The event type that this webhook has. */
  readonly type: string;
}

const STANDARD_SECRET = `whsec_${Buffer.from('provider-cases-signing-secret').toString('base64')}`;

const CASES: Readonly<Record<string, Omit<ProviderCase, 'provider'>>> = {
  github: {
    secret: 'secret of github',
    headers: { 'x-github-event': 'issues', 'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958' },
    body: '{"action":"opened","issue":{"number":7}}',
    type: 'issues.opened',
  },
  shopify: {
    secret: 'secret of shopify',
    headers: { 'x-shopify-topic': 'orders/create', 'x-shopify-event-id': 'e-1', 'x-shopify-webhook-id': 'w-1' },
    body: '{"id":820982911946154508,"total_price":"10.00"}',
    type: 'orders/create',
  },
  slack: {
    secret: 'secret of slack',
    headers: {},
    body: '{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention"}}',
    type: 'app_mention',
  },
  'standard-webhooks': {
    secret: STANDARD_SECRET,
    headers: { 'webhook-id': 'msg_1' },
    body: '{"type":"invoice.paid","data":{"id":"in_1"}}',
    type: 'invoice.paid',
  },
  stripe: {
    secret: 'whsec_secret_of_stripe',
    headers: {},
    body: '{"id":"evt_1","object":"event","type":"charge.refunded"}',
    type: 'charge.refunded',
  },
};

/** One case for every provider of the list; a new provider without one is an error that names it. */
export const providerCases: readonly ProviderCase[] = providers.map((provider) => {
  const found = CASES[provider.name];
  if (!found) throw new Error(`Add a case for ${provider.name} to tests/support/provider-cases.ts`);
  return { provider, ...found };
});

export function providerCase(name: string): ProviderCase {
  const found = providerCases.find(({ provider }) => provider.name === name);
  if (!found) throw new Error(`There is no provider ${name}`);
  return found;
}
