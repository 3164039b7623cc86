// For the invocation events that sign when they are loaded: `<case>.cjs` in this folder's folders.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { readSources } from '#shared/messages/source.ts';
import { freshValues } from '../functions/ingest/providers/fresh-values.ts';
import { providers } from '../functions/ingest/providers/index.ts';
import type { Provider } from '../functions/ingest/providers/provider.ts';
import { readSamples, type Sample } from '../functions/ingest/providers/read-samples.ts';
import { signSample } from '../functions/ingest/providers/sign-sample.ts';
import { httpInvocation } from './http-invocation.ts';

/**
 * What API Gateway would invoke ingest with if this source posted the webhook now, signed with its development secret.
 * @param webhook the type of one of the provider's samples, or a sample of its own
 */
export function signedInvocation(
  sourceName: string,
  webhook: string | Sample,
  now = new Date(),
): APIGatewayProxyEventV2 {
  const sources = readSources(readFileSync(join(import.meta.dirname, '..', 'local', 'sources.json'), 'utf8'));
  const source = sources[sourceName];
  const usable = source === 'invalid' ? undefined : source;
  const provider = usable && findProvider(usable.provider);
  const secret = usable?.secrets[0]?.value;
  if (!provider || secret === undefined)
    throw new Error(`local/sources.json has no source ${sourceName} with a secret`);
  const sample = typeof webhook === 'string' ? findSample(provider.name, webhook) : webhook;
  return httpInvocation(sourceName, signSample(provider, secret, sample, freshValues(now)), now);
}

/** At once, as its folder has it: what is required must be there when it has been loaded. */
function findProvider(name: string): Provider | undefined {
  if (!Object.hasOwn(providers, name)) return undefined;
  const exported: Readonly<Record<string, Provider>> = createRequire(import.meta.url)(
    `../functions/ingest/providers/${name}/${name}.ts`,
  );
  return Object.values(exported).find((provider) => provider.name === name);
}

function findSample(provider: string, type: string): Sample {
  const sample = readSamples(provider).find((candidate) => candidate.type === type);
  if (!sample) throw new Error(`${provider} has no sample ${type}`);
  return sample;
}
