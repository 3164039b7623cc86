import { hash } from 'node:crypto';
import type { MediaType, Provider } from './providers/provider.ts';
import { readForHash } from './read-view.ts';
import { valueAt } from './webhook-request.ts';
import { withoutPlaces } from './without-places.ts';

/** What names a webhook, or an event in it, that nothing in it does: the same on every retry. */
export interface HashedContent {
  /** Of the bytes, or of what they say without the places that the sender changes. */
  readonly body: () => string;
  /** Of an element, without those places, too. */
  readonly element: (pointer: string) => string;
}

export interface Content {
  readonly body: Buffer;
  readonly contentType: MediaType;
  readonly provider: Pick<Provider, 'identity' | 'formJsonField'>;
  readonly view: unknown;
}

/** Each is made when it is first asked for, and once for all events of the request. */
export function hashedContent({ body, contentType, provider, view }: Content): HashedContent {
  const { identity } = provider;
  const volatile = 'volatile' in identity ? identity.volatile : undefined;

  const content = once(() => {
    const read = view === undefined ? undefined : readForHash(body, contentType, provider);
    return read && { ...read, value: withoutPlaces(read.value, volatile ?? []) };
  });

  const bodyHash = once(() => {
    const isForm = contentType === 'application/x-www-form-urlencoded';
    const signed = isForm && identity.kind === 'header' ? identity.signedForm?.(body) : undefined;
    if (signed !== undefined) return hash('sha256', signed, 'hex');
    const read = volatile ? content() : undefined;
    if (!read) return hash('sha256', body, 'hex');
    const texts = [read.value, ...read.beside].map((value) => JSON.stringify(value));
    return hash('sha256', texts.join('\n'), 'hex');
  });

  return {
    body: bodyHash,
    element: (pointer) => {
      const read = content();
      // An element that is nothing but what changes leaves nothing.
      return hash('sha256', JSON.stringify(valueAt(read ? read.value : view, pointer)) ?? 'null', 'hex');
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
