import { pointerTokens } from '#shared/messages/pointer-tokens.ts';
import type { Named } from './providers/provider.ts';

/** The name of the place itself, where something stands at it. */
export function nameAt(
  reference: Named,
  find: (place: `/${string}` | `root:/${string}`) => unknown,
): string | undefined {
  const place = reference.slice('named:'.length);
  if (!isPlace(place)) return undefined;
  const value = find(place);
  return value === undefined || value === null ? undefined : [...pointerTokens(place)].at(-1);
}

export const isNamed = (reference: string): reference is Named => reference.startsWith('named:');

const isPlace = (text: string): text is `/${string}` | `root:/${string}` => /^(?:root:)?\//.test(text);
