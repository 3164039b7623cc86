import { pointerTokens } from '#shared/messages/pointer-tokens.ts';
import type { Reference, SignatureScheme } from '../providers/provider.ts';
import { textOf, type Find, type WebhookRequest } from '../webhook-request.ts';
import type { LazyFind } from './lazy-find.ts';

/** Genuine headers have one entry, or two while a secret is changed; what stands behind these is not looked at. */
const ENTRIES_MAX = 100;

export interface SignatureItems {
  /** The header's entries, whatever they begin with; a timestamp may be one of them. */
  readonly entries: readonly string[];
  /** Each must hold, and of its signatures any: one group for a header, one per element of an array. */
  readonly groups: readonly (readonly string[])[];
}

/** What stands where this scheme has its signatures; undefined where nothing does. */
export function signatureItems(
  scheme: SignatureScheme,
  headers: WebhookRequest['headers'],
  { find, view }: Pick<LazyFind, 'find' | 'view'>,
): SignatureItems | undefined {
  const { from } = scheme;
  if (isWildcardPlace(from)) {
    const texts = elementTexts(from, view());
    if (texts.every((text) => text === '')) return undefined;
    return { entries: [], groups: texts.map((text) => withPrefix([text], scheme.prefix)) };
  }
  const entries = entriesAt(scheme, headers, find);
  return entries.length === 0 ? undefined : { entries, groups: [withPrefix(entries, scheme.prefix)] };
}

/** Those that begin with it, without it. */
export function withPrefix(entries: readonly string[], prefix = ''): readonly string[] {
  const found: string[] = [];
  for (const entry of entries) if (entry.startsWith(prefix)) found.push(entry.slice(prefix.length));
  return found;
}

const isWildcardPlace = (from: Reference): from is `/${string}` => from.startsWith('/') && from.includes('*');

function entriesAt(
  { from, separator }: SignatureScheme,
  headers: WebhookRequest['headers'],
  find: Find,
): readonly string[] {
  const texts = textsAt(from, headers, find);
  if (separator === undefined) return texts;
  const [only] = texts;
  if (only !== undefined && texts.length === 1) return split(only, separator);
  return texts.flatMap((text) => split(text, separator)).slice(0, ENTRIES_MAX);
}

function textsAt(from: Reference, headers: WebhookRequest['headers'], find: Find): readonly string[] {
  if (!from.endsWith('*')) {
    const text = textOf(find(from));
    return text === undefined ? [] : [text];
  }
  const start = from.slice('header:'.length, -1);
  const numbered = Object.entries(headers).filter(
    ([name, value]) => name.startsWith(start) && /^\d{1,3}$/.test(name.slice(start.length)) && value,
  );
  return numbered.slice(0, ENTRIES_MAX).map(([, value = '']) => value);
}

const split = (text: string, separator: string): readonly string[] =>
  text.split(separator, ENTRIES_MAX).map((entry) => entry.trim());

/** One text per element, empty where it has none, each only once: an array may list thousands of the same. */
function elementTexts(from: `/${string}`, view: unknown): readonly string[] {
  const values = pointerTokens(from).reduce<readonly unknown[]>(
    (found, token) => found.flatMap((value) => (token === '*' ? elementsOf(value) : [ownValue(value, token)])),
    [view],
  );
  return [...new Set(values.map((value) => textOf(value) ?? ''))];
}

const elementsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [undefined]);

const ownValue = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
