import type { Conditions, Handshake, Provider } from '../../../functions/ingest/providers/provider.ts';
import { isDescribed } from '../../../functions/ingest/providers/provider.ts';

/** What the secrets of a provider's sources are for, by their `use`; undefined is the one that most senders have. */
export interface SecretUses {
  /** Any of them verifies webhooks. Empty where no signature needs a secret, or where code of its own may need none. */
  readonly verifying: readonly (string | undefined)[];
  /** Without each of them a handshake is refused. */
  readonly handshakes: readonly string[];
}

export function secretUses({ schemes, handshakes = [] }: Provider): SecretUses {
  const described = schemes.filter(isDescribed);
  const required = described.flatMap((scheme) => [...usesIn(scheme.when), ...usesIn(scheme.requires)]);
  return {
    verifying: [...new Set([...described.map(({ secrets }) => secrets?.use), ...required])],
    handshakes: [...new Set(handshakes.flatMap(usesOf))],
  };
}

const usesOf = ({ when, requires }: Handshake): readonly string[] => [
  ...usesIn(when),
  ...(requires && !('option' in requires) ? usesIn(requires) : []),
];

function usesIn(conditions: Conditions = {}): readonly string[] {
  return Object.values(conditions).flatMap((condition) =>
    typeof condition === 'object' && 'secret' in condition ? [condition.secret] : [],
  );
}
