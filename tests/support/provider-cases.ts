// What the conformance tests need to know of each shipped provider beyond its description: a secret, and a webhook that is whole.
import { providers } from '../../functions/ingest/providers/index.ts';
import { fillSample } from '../../functions/ingest/providers/fill-sample.ts';
import type { Provider } from '../../functions/ingest/providers/provider.ts';
import { readSamples } from '../../functions/ingest/providers/read-samples.ts';

export interface ProviderCase {
  readonly provider: Provider;
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The event type that this webhook has. */
  readonly type: string;
}

/** One instant and one set of ids for all cases, so that a failure can be repeated. */
const FRESH = { now: new Date('2026-01-02T03:04:05Z'), uuid: '72d3162e-cc78-11e3-81ab-4c9367dc0958', id: 'case0001' };

/** One case for every provider of the list, made of its first sample. */
export const providerCases: readonly ProviderCase[] = providers.map((provider) => {
  const [sample] = readSamples(provider.name);
  if (!sample) throw new Error(`functions/ingest/providers/${provider.name}/samples has no sample`);
  const { headers, body } = fillSample(sample, FRESH);
  return { provider, secret: secretFor(provider), headers, body: body.toString('utf8'), type: sample.type };
});

function secretFor({ name, schemes }: Provider): string {
  const text = `secret of ${name} for the provider cases`;
  return schemes[0]?.key === 'base64' ? `whsec_${Buffer.from(text).toString('base64')}` : text;
}

export function providerCase(name: string): ProviderCase {
  const found = providerCases.find(({ provider }) => provider.name === name);
  if (!found) throw new Error(`There is no provider ${name}`);
  return found;
}
