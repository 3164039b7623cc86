import type { Conditions, Provider, Reference } from '../../../functions/ingest/providers/provider.ts';
import { lookupIn, type Lookup, type WebhookRequest } from '../../../functions/ingest/webhook-request.ts';
import type { Secret, SourceOptions } from '#shared/messages/source.ts';

interface ImpliedSource {
  readonly secrets: readonly Secret[];
  readonly options: SourceOptions;
  readonly awaitsSecretUntil?: string;
}

/** A few minutes, as long as an operator needs at the sender's own page. */
const AWAITED_MS = 10 * 60 * 1000;

/**
 * What a source must hold so that the handshakes that are to be accepted can be: a recorded one says what was asked and
 * answered, but not what had been entered here before.
 */
export function impliedSource(provider: Provider, accepted: readonly WebhookRequest[], now: Date): ImpliedSource {
  const handshakes = provider.handshakes ?? [];
  const lookups = accepted.map((request) => lookupIn(request));
  const origins = handshakes.flatMap(({ requires }) =>
    requires && isOfOption(requires) ? valuesAt(requires.includes, lookups) : [],
  );
  const offers = handshakes.some(({ effect }) => effect?.kind === 'offer-secret');
  return {
    secrets: handshakes.flatMap(({ requires }) =>
      requires && !isOfOption(requires) ? secretsIn(requires, lookups) : [],
    ),
    options: origins.length > 0 ? { allowedOrigins: origins } : {},
    ...(offers && { awaitsSecretUntil: new Date(now.getTime() + AWAITED_MS).toISOString() }),
  };
}

type Requirement = NonNullable<NonNullable<Provider['handshakes']>[number]['requires']>;
type OfOption = Extract<Requirement, { readonly option: string }>;

const isOfOption = (requires: Requirement): requires is OfOption => 'option' in requires;

function secretsIn(requires: Conditions, lookups: readonly Lookup[]): readonly Secret[] {
  return Object.entries(requires).flatMap(([reference, condition]) =>
    typeof condition === 'object' && 'secret' in condition && isOutside(reference)
      ? valuesAt(reference, lookups).map((value) => ({ value, use: condition.secret }))
      : [],
  );
}

const isOutside = (text: string): text is Reference => text.startsWith('header:') || text.startsWith('query:');

const valuesAt = (reference: Reference, lookups: readonly Lookup[]): string[] =>
  lookups.flatMap((lookup) => lookup(reference) ?? []);
