import { pointerTokens } from '#shared/messages/pointer-tokens.ts';
import type { Reference } from './providers/provider.ts';

/** A request as it arrived: header names in lower case, the body's bytes untouched. */
export interface WebhookRequest {
  readonly method: string;
  readonly sourceName: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** Finds the value of a reference as text; undefined when it is absent, empty, or neither text nor a safe integer. */
export type Lookup = (reference: Reference) => string | undefined;

/** @param view the body as JSON or as a form; undefined before it was read */
export function lookupIn(headers: WebhookRequest['headers'], view?: unknown): Lookup {
  return (reference) => {
    const value = reference.startsWith('header:')
      ? headers[reference.slice('header:'.length)]
      : valueAt(view, reference);
    // Of other numbers several spellings, or several numbers beyond 2^53, have become one here: they name nothing.
    if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
}

/** RFC 6901, own properties only: a pointer from a description must not reach a prototype. */
export function valueAt(view: unknown, pointer: string): unknown {
  let value = view;
  for (const key of pointerTokens(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** The values of the first alternative that is complete. */
export function firstComplete(
  alternatives: readonly (readonly Reference[])[],
  lookup: Lookup,
): readonly string[] | undefined {
  for (const references of alternatives) {
    const values = references.map(lookup);
    if (values.every((value) => value !== undefined)) return values;
  }
  return undefined;
}
