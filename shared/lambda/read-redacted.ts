import { readThrown, type Thrown } from './read-thrown.ts';
import { redactAll } from './redact.ts';

type Chain = readonly [Thrown, ...Thrown[]];

const chains = new WeakMap<object, Chain>();

/**
 * As readThrown, without the secrets in names and messages. The log, the dead letter and its fingerprint ask for it of the
 * same error, and a message may be long and hostile: it is redacted once.
 */
export function readRedacted(thrown: unknown): Chain {
  if (typeof thrown !== 'object' || thrown === null) return withoutSecrets(readThrown(thrown));
  const known = chains.get(thrown);
  if (known) return known;
  const chain = withoutSecrets(readThrown(thrown));
  chains.set(thrown, chain);
  return chain;
}

const withoutSecrets = ([first, ...causes]: Chain): Chain => [redacted(first), ...causes.map(redacted)];

const redacted = (thrown: Thrown): Thrown => ({
  ...thrown,
  name: redactAll(thrown.name),
  message: redactAll(thrown.message),
});
