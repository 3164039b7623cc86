// What the conformance tests need to know of each shipped provider beyond its description: a secret, and a webhook that is whole.
import { fillSample } from '../../functions/ingest/providers/fill-sample.ts';
import type { Provider } from '../../functions/ingest/providers/provider.ts';
import { readSamples } from '../../functions/ingest/providers/read-samples.ts';
import { canSign } from '../../functions/ingest/signature/sign-webhook.ts';
import type { Secret } from '#shared/messages/source.ts';
import { allProviders } from './all-providers.ts';
import { secretFor } from './secret-for.ts';

export interface ProviderCase {
  readonly provider: Provider;
  readonly secret: string;
  /** The same, as a source holds it. */
  readonly secrets: readonly Secret[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The event type that this webhook has, or the first of its events. */
  readonly type: string;
}

/** One instant and one set of ids for all cases, so that a failure can be repeated. */
const FRESH = { now: new Date('2025-10-09T08:53:20Z'), uuid: '72d3162e-cc78-11e3-81ab-4c9367dc0958', id: 'case0001' };

/** One case, made of its first sample, for every provider whose webhooks we can sign. */
export const providerCases: readonly ProviderCase[] = allProviders.filter(canSign).map((provider) => {
  const [sample] = readSamples(provider.name);
  if (!sample) throw new Error(`functions/ingest/providers/${provider.name}/samples has no sample`);
  const { headers, body } = fillSample(sample, FRESH);
  const secret = secretFor(provider);
  return { provider, secret: secret.value, secrets: [secret], headers, body: body.toString('utf8'), type: sample.type };
});

export function providerCase(name: string): ProviderCase {
  const found = providerCases.find(({ provider }) => provider.name === name);
  if (!found) throw new Error(`There is no provider ${name}`);
  return found;
}
