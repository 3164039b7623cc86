import { pointerTokens } from '#shared/messages/pointer-tokens.ts';
import type { Beside } from './providers/provider.ts';
import { valueAt } from './webhook-request.ts';

/** The name of the first field next to the one at the place. */
export function nameBeside(reference: Beside, view: unknown): string | undefined {
  const pointer = reference.slice('beside:'.length);
  const holder = valueAt(view, pointer.slice(0, pointer.lastIndexOf('/')));
  if (typeof holder !== 'object' || holder === null || Array.isArray(holder)) return undefined;
  const own = pointerTokens(pointer).at(-1);
  return Object.keys(holder).find((name) => name !== own);
}

export const isBeside = (reference: string): reference is Beside => reference.startsWith('beside:');
