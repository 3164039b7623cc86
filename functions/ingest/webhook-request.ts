import { hash } from 'node:crypto';
import { pointerTokens } from '#shared/messages/pointer-tokens.ts';
import type { Reference } from './providers/reference.ts';

/** A request as it arrived: header names in lower case, the body's bytes untouched. */
export interface WebhookRequest {
  readonly method: string;
  readonly sourceName: string;
  /** As the gateway got it, with its query. */
  readonly url: string;
  /** Decoded; of several fields of one name the first. */
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** Gives what stands at a reference as it stands there, of whatever kind; undefined where nothing does. */
export type Find = (reference: Reference) => unknown;

/** Finds the value of a reference as text; undefined when it is absent, empty, or neither text nor a safe integer. */
export type Lookup = (reference: Reference) => string | undefined;

/** @param view the body as JSON or as a form; undefined before it was read, and for a body that is neither */
export function findIn(
  { headers, query, body }: Pick<WebhookRequest, 'headers' | 'query' | 'body'>,
  view?: unknown,
): Find {
  let bodyHash: string | undefined;
  return (reference) => {
    const { part, name, tokens } = placeOf(reference);
    if (part === 'header') return ownValue(headers, name);
    if (part === 'query') return ownValue(query, name);
    // A body of 4 MiB may be asked for once for each of its events.
    if (part === 'hash') return (bodyHash ??= hash('sha256', body, 'hex'));
    return valueBehind(view, tokens);
  };
}

/** A reference taken apart. */
interface Place {
  readonly part: 'header' | 'query' | 'hash' | 'body';
  readonly name: string;
  readonly tokens: readonly string[];
}

/**
 * Taken apart once: a name that is cut out anew each time is a text that the engine has never seen. There are as many as
 * descriptions of providers have; no sender has a say in them.
 */
const known = new Map<Reference, Place>();

function placeOf(reference: Reference): Place {
  const found = known.get(reference);
  if (found) return found;
  const place = takenApart(reference);
  known.set(reference, place);
  return place;
}

function takenApart(reference: Reference): Place {
  if (reference.startsWith('header:')) return { part: 'header', name: reference.slice('header:'.length), tokens: [] };
  if (reference.startsWith('query:')) return { part: 'query', name: reference.slice('query:'.length), tokens: [] };
  if (reference === 'body:sha256') return { part: 'hash', name: '', tokens: [] };
  return { part: 'body', name: '', tokens: pointerTokens(reference) };
}

const ownValue = (values: Readonly<Record<string, unknown>>, name: string) =>
  Object.hasOwn(values, name) ? values[name] : undefined;

export const lookupIn = (request: Parameters<typeof findIn>[0], view?: unknown): Lookup => {
  const find = findIn(request, view);
  return (reference) => textOf(find(reference));
};

/** A value as a text that names something. */
export function textOf(value: unknown): string | undefined {
  // Of other numbers several spellings, or several numbers beyond 2^53, have become one here: they name nothing.
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** RFC 6901, own properties only: a pointer from a description must not reach a prototype. */
export const valueAt = (view: unknown, pointer: string): unknown => valueBehind(view, pointerTokens(pointer));

function valueBehind(view: unknown, tokens: readonly string[]): unknown {
  let value = view;
  for (const key of tokens) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** The values of the first alternative that is complete. */
export function firstComplete<R extends string>(
  alternatives: readonly (readonly R[])[],
  lookup: (reference: R) => string | undefined,
): readonly string[] | undefined {
  for (const references of alternatives) {
    const values = references.map(lookup);
    if (values.every((value) => value !== undefined)) return values;
  }
  return undefined;
}
