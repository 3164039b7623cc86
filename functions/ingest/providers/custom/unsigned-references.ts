import type { Description } from './description-schema.ts';

type Scheme = Description['schemes'][number];

/** Names that a signature should vouch for and does not, by field. */
export function unsignedReferences({ schemes, identity, events = [] }: Description): readonly string[] {
  const named = identity.kind === 'signed' || identity.kind === 'fields' ? identity.id.flat() : [];
  const isUnsigned = (reference: string) => !schemes.every((scheme) => isSigned(reference, scheme));
  return [
    ...named
      .filter(isUnsigned)
      .map((reference) => `identity.id: ${reference} is not signed, which asks for the kind "header"`),
    ...events.flatMap(({ id }, index) =>
      (id === 'none' ? [] : id.flat())
        // Wherever it stands in an element, only the whole body being signed vouches for it.
        .map((reference) => [reference, /^(?:header|query):/.test(reference) ? reference : 'body:sha256'] as const)
        .filter(([, signed]) => isUnsigned(signed))
        .map(
          ([reference]) =>
            `events.${index}.id: ${reference} is not signed, so that anybody could make it another event`,
        ),
    ),
  ];
}

/** Whether its time could be changed by whoever has seen a webhook. */
export const unsignedTimestamp = (scheme: Scheme): boolean => {
  const { timestamp } = scheme;
  if (!timestamp) return false;
  const isNamed = templatesOf(scheme).every((template) => template.includes('{timestamp}'));
  return !isNamed && !('from' in timestamp && isSigned(timestamp.from, scheme));
};

const templatesOf = ({ signed }: Scheme) => [signed].flat();

/** In every template by its own name, or with the body that it stands in. Who has the token vouches for all. */
function isSigned(reference: string, scheme: Scheme): boolean {
  if (scheme.algorithm === 'token') return true;
  const isOfBody = reference.startsWith('/') || reference === 'body:sha256';
  const names = [`{${reference}}`, ...(isOfBody ? ['{body}', '{body:sha256}'] : [])];
  return templatesOf(scheme).every((template) => names.some((name) => template.includes(name)));
}
