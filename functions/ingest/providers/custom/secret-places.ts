import type { Description } from './description-schema.ts';

type Conditions = NonNullable<Description['schemes'][number]['when']>;

/** Where a signature or a secret stands, and the description keeps it, or names something by it: both would be stored and logged. */
export function secretPlaces(description: Description): readonly string[] {
  const { schemes, handshakes = [], accepted = [], required, identity, type, events = [], headers } = description;
  const conditions = [
    ...schemes.flatMap(({ when, requires }) => [when, requires]),
    ...handshakes.flatMap(({ when, requires }) => [when, requires && 'option' in requires ? undefined : requires]),
    ...accepted.map(({ when }) => when),
  ];
  const secret = new Set([
    ...schemes.map(({ from }) => from),
    ...conditions.flatMap((one) => (one && isConditions(one) ? comparedIn(one) : [])),
  ]);
  const isSecret = (reference: string) => [...secret].some((place) => isAt(place, reference));
  const uses: readonly (readonly [field: string, references: readonly string[]])[] = [
    ['headers', headers.map((name) => `header:${name}`)],
    ['required', required],
    ['identity.id', identity.kind === 'none' ? [] : identity.id.flat()],
    ['type', type.flat()],
    ...events.flatMap(({ at, id, type: types }, index) => [
      [`events.${index}.id`, (id === 'none' ? [] : id.flat()).map((one) => inBody(one, at))] as const,
      [`events.${index}.type`, types.flat().map((one) => inBody(one, at))] as const,
    ]),
  ];
  return uses.flatMap(([field, references]) =>
    references
      .filter(isSecret)
      .map(
        (reference) =>
          `${field}: ${reference.replace(/^header:/, '')} holds a signature or a secret, which no delivery keeps`,
      ),
  );
}

const isConditions = (value: object): value is Conditions => !('option' in value);

/** The references whose values are compared with a secret. */
const comparedIn = (conditions: Conditions): readonly string[] =>
  Object.entries(conditions)
    .filter(([, condition]) => typeof condition === 'object' && 'secret' in condition)
    .map(([reference]) => reference);

/** As a place of the whole body, which it is in an element. */
function inBody(reference: string, at: string): string {
  if (reference.startsWith('root:')) return reference.slice('root:'.length);
  if (reference === 'itself') return at;
  return reference.startsWith('/') ? `${at}${reference}` : reference;
}

/** A `*` stands for the number of a header, and for any index of an array. */
function isAt(place: string, reference: string): boolean {
  if (place === reference) return true;
  if (!place.startsWith('/')) {
    return (
      place.endsWith('*') && reference.startsWith(place.slice(0, -1)) && /^\d*$/.test(reference.slice(place.length - 1))
    );
  }
  const [wanted, given] = [place.split('/'), reference.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((token, index) => token === '*' || given[index] === '*' || token === given[index])
  );
}
