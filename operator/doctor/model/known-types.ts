import { providers } from '../../../functions/ingest/providers/index.ts';
import { readSamples } from '../../../functions/ingest/providers/read-samples.ts';
import { providerMovements } from '../../../functions/workers/ledger/movements/index.ts';

/** The types that a provider of ours is known to send, by its samples; undefined for one that describes itself. */
export const typesOf = (provider: string): readonly string[] | undefined =>
  Object.hasOwn(providers, provider) ? readSamples(provider).map(({ type }) => type) : undefined;

/** Those of all providers, and those that the ledger counts. */
export const knownTypes = (): readonly string[] => [
  ...Object.keys(providers).flatMap((provider) => typesOf(provider) ?? []),
  ...providerMovements.flatMap(({ movements }) => movements.flatMap(({ types }) => types)),
];
