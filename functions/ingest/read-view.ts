import { isUtf8 } from 'node:buffer';
import { parse } from 'node:querystring';
import { RejectedWebhook } from '#shared/errors.ts';
import { asWritten } from './as-written.ts';
import { nestsDeeperThan } from './nests-deeper-than.ts';
import type { MediaType, Provider } from './providers/provider.ts';
import { lookupIn, type Lookup, type WebhookRequest } from './webhook-request.ts';

/** Genuine webhooks nest less than 20 deep; a value that nests thousands deep overflows whoever walks it later. */
const DEPTH_MAX = 100;

/** A sender's form has a few dozen; what stands behind the thousandth is signed and kept, but not looked at. */
export const FORM_FIELDS_MAX = 1000;

const malformed = (reason: string, message: string) => new RejectedWebhook(400, reason, message);

const FORM = 'application/x-www-form-urlencoded';

/** What of a provider says how its bodies are read. */
type Read = Pick<Provider, 'formJsonField'>;

/**
 * The verified body as something to look values up in: its JSON, or the fields of a form, or the JSON in a form's field;
 * undefined for XML, which only headers and its hash can name. The bytes themselves stay what they are.
 * @param isAny whether the body is what an event is about that headers name, and so may be any JSON, or nothing
 * @throws {RejectedWebhook} 400
 */
export function readView(body: Buffer, contentType: MediaType, provider: Read, isAny = false): unknown {
  if (body.length === 0) {
    if (isAny) return undefined;
    throw malformed('empty', 'The body is empty.');
  }
  const text = decoded(body, contentType);
  if (text === undefined) return undefined;
  // Who sends JSON as text/plain, or without a word, means JSON all the same.
  if (contentType !== FORM) return readJson(text, isAny);
  const fields = fieldsOf(text);
  const json = jsonIn(fields, provider);
  return json === undefined ? fields : readJson(json, false);
}

/**
 * A body that could be read, once more to be hashed: nobody else holds it, its numbers are as they were written, and what stands
 * beside the JSON in a form is there. Undefined where the bytes alone say everything: XML, and a form that was read in part.
 */
export function readForHash(
  body: Buffer,
  contentType: MediaType,
  provider: Read,
): { readonly value: unknown; readonly beside: readonly unknown[] } | undefined {
  const text = decoded(body, contentType);
  if (text === undefined) return undefined;
  if (contentType !== FORM) return { value: JSON.parse(asWritten(text)), beside: [] };
  if (text.split('&', FORM_FIELDS_MAX + 1).length > FORM_FIELDS_MAX) return undefined;
  const fields = fieldsOf(text);
  const json = jsonIn(fields, provider);
  if (json === undefined) return { value: fields, beside: [] };
  const others = Object.entries(fields).filter(([name]) => name !== provider.formJsonField);
  return { value: JSON.parse(asWritten(json)), beside: others.length === 0 ? [] : [others] };
}

/** Undefined for XML, which says in itself how it is encoded. */
function decoded(body: Buffer, contentType: MediaType): string | undefined {
  if (contentType === 'text/xml' || contentType === 'application/xml') return undefined;
  if (!isUtf8(body)) throw malformed('not-utf8', 'The body is not UTF-8.');
  // RFC 8259 lets a reader ignore a byte order mark; the signed bytes keep theirs.
  const text = body.toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** What a field says twice it says once: some signatures cover no more. */
function fieldsOf(text: string): Record<string, string | readonly string[] | undefined> {
  // URLSearchParams takes seconds for a megabyte of small fields.
  const fields: Record<string, string | readonly string[] | undefined> = parse(text, '&', '=', {
    maxKeys: FORM_FIELDS_MAX,
  });
  for (const [name, value] of Object.entries(fields)) {
    const different = [...new Set([value ?? ''].flat())];
    fields[name] = different.length === 1 ? different[0] : different;
  }
  return fields;
}

function jsonIn(fields: ReturnType<typeof fieldsOf>, { formJsonField }: Read): string | undefined {
  const json = formJsonField === undefined ? undefined : fields[formJsonField];
  return typeof json === 'string' ? json : undefined;
}

/** Whether headers say that the body may be anything. */
export const mayBeAnything = (
  { anyBody }: Pick<Provider, 'anyBody'>,
  request: Parameters<typeof lookupIn>[0],
): boolean => anyBody !== undefined && lookupIn(request)(anyBody) !== undefined;

/** @throws {RejectedWebhook} 400 that names what is missing */
export function checkRequired(
  provider: Provider,
  request: Pick<WebhookRequest, 'headers' | 'query' | 'body'>,
  view: unknown,
): Lookup {
  const lookup = lookupIn(request, view);
  const missing = provider.required.filter((reference) => lookup(reference) === undefined);
  if (missing.length === 0) return lookup;
  throw malformed('incomplete', `A webhook of ${provider.name} has ${missing.join(', ')}.`);
}

function readJson(text: string, isAny: boolean): unknown {
  if (nestsDeeperThan(text, DEPTH_MAX)) throw malformed('not-json', `The body nests more than ${DEPTH_MAX} deep.`);
  const value = parsed(text);
  if (isAny || (typeof value === 'object' && value !== null)) return value;
  throw malformed('not-json', 'The body is neither a JSON object nor an array.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What it says of the place quotes the body, which is nobody's but the sender's.
    throw malformed('not-json', 'The body is not valid JSON.');
  }
}
