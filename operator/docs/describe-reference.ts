import type { Alternatives } from '../../functions/ingest/providers/provider.ts';

const NAMED: ReadonlyMap<string, string> = new Map([
  ['body:sha256', 'the hash of the body'],
  ['itself', 'the element itself'],
  ['itself:sha256', 'the hash of the element'],
]);

const STARTS: readonly (readonly [start: string, say: (rest: string) => string])[] = [
  ['header:', (name) => `header \`${name}\``],
  ['query:', (name) => `\`${name}\` in the query`],
  ['named:', (place) => `the name of \`${place.replace('root:', '')}\`, where it is there`],
  ['beside:', (place) => `the name of the field beside \`${place}\``],
  ['root:', (place) => `\`${place}\` of the whole`],
];

/** Where a value stands, in words; places in the body as RFC 6901 writes them. */
export function describeReference(reference: string): string {
  const named = NAMED.get(reference);
  if (named !== undefined) return named;
  const found = STARTS.find(([start]) => reference.startsWith(start));
  return found ? found[1](reference.slice(found[0].length)) : `\`${reference}\``;
}

/** Of more nobody would keep the overview. */
const SHOWN_MAX = 3;

/** One after the other, the first that is all there. */
export function describeAlternatives(alternatives: Alternatives<string>): string {
  const all = alternatives.map((references) => references.map(describeReference).join(' with '));
  if (all.length <= SHOWN_MAX) return all.join(', or else ');
  const shown = all.slice(0, SHOWN_MAX - 1);
  return `${shown.join(', or else ')}, and ${all.length - shown.length} more: see the description`;
}
