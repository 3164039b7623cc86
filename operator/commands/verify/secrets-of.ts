import { isDescribed, type Provider } from '../../../functions/ingest/providers/provider.ts';
import type { Secret } from '#shared/messages/source.ts';

/** A file of signed requests knows of no uses: two secrets are for a provider's two uses, and a single one is for all. */
export function secretsOf(
  { schemes }: Provider,
  value: string | undefined,
  other: string | undefined,
): readonly Secret[] {
  if (value === undefined) return [];
  const uses = usesOf(schemes);
  return uses.map((use, index) => ({
    value: index === 0 ? value : (other ?? value),
    ...(use !== undefined && { use }),
  }));
}

/** Those of the file that the source does not have. */
export const otherSecretsOf = ({ schemes }: Provider, other: string | undefined): readonly Secret[] =>
  other === undefined || usesOf(schemes).length > 1
    ? []
    : usesOf(schemes).map((use) => ({ value: other, ...(use !== undefined && { use }) }));

function usesOf(schemes: Provider['schemes']): readonly (string | undefined)[] {
  const uses = new Set(schemes.filter(isDescribed).map(({ secrets }) => secrets?.use));
  return uses.size === 0 ? [undefined] : [...uses];
}
