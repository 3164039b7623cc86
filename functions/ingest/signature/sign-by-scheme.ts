import type { Conditions, Reference, SignatureScheme, Timestamp } from '../providers/provider.ts';
import { lookupIn, type Lookup } from '../webhook-request.ts';
import { digestOf, type SigningSecret } from './signature-check.ts';
import { putInJson, readJsonBody } from './put-in-json.ts';
import type { SignedWebhook, UnsignedWebhook } from './sign-own.ts';
import { signedParts, type SignedValues } from './signed-parts.ts';

export type { SignedWebhook, UnsignedWebhook };

/** @throws when something is missing that this scheme signs */
export function signByScheme(
  scheme: SignatureScheme,
  secret: SigningSecret,
  { headers, body, method = 'POST', url = '' }: UnsignedWebhook,
  now: Date,
): SignedWebhook {
  const { timestamp, from } = scheme;
  const sent = { ...headers, ...headersAskedFor(scheme.when), ...headersAskedFor(scheme.requires) };
  const query = Object.fromEntries(new URLSearchParams(url.slice(url.indexOf('?') + 1)));
  const lookup = lookupIn({ headers: sent, query, body }, readJsonBody(body));
  const time = timestamp && timeOf(timestamp, lookup, now);
  const signed = { body, method, url: () => url, timestamp: time, lookup };
  const entry = (scheme.prefix ?? '') + signatureOf(scheme, secret, signed);
  const isListed = timestamp && 'prefix' in timestamp;
  const value = isListed ? `${timestamp.prefix}${time}${scheme.separator ?? ''}${entry}` : entry;
  if (from.startsWith('/')) return { headers: sent, body: putInJson(body, from, value) };
  const timed =
    timestamp && 'from' in timestamp && timestamp.from.startsWith('header:')
      ? { [nameOf(timestamp.from)]: `${time}` }
      : {};
  return { headers: { ...sent, ...timed, [nameOf(from).replace(/\*$/, '1')]: value }, body };
}

function signatureOf(scheme: SignatureScheme, secret: SigningSecret, values: SignedValues): string {
  if (scheme.algorithm === 'token') return secret.secret;
  const template = (typeof scheme.signed === 'string' ? scheme.signed : scheme.signed[0]) ?? '';
  if (template.includes('{url') && values.url() === '')
    throw new Error(`The URL is signed, and none is known: ${template}`);
  const parts = signedParts(template, values);
  if (typeof parts === 'string') throw new Error(`The webhook has not all of what is signed: ${template}`);
  return digestOf(scheme, secret, parts);
}

/** @throws when it stands in the body, which is not ours to change, and is not there */
function timeOf(timestamp: Timestamp, lookup: Lookup, now: Date): string {
  if (!('from' in timestamp) || timestamp.from.startsWith('header:')) return writtenTime(timestamp.unit, now);
  const found = lookup(timestamp.from);
  if (found === undefined) throw new Error(`The body has no time at ${timestamp.from}`);
  return found;
}

function writtenTime(unit: Timestamp['unit'], now: Date): string {
  if (unit === 'milliseconds') return String(now.getTime());
  if (unit === 'seconds') return String(Math.floor(now.getTime() / 1000));
  // Senders write whole seconds.
  return now.toISOString().replace(/\.\d+Z$/, 'Z');
}

const nameOf = (reference: Reference) => reference.slice('header:'.length);

/** The headers that make a request one of this scheme, such as its version. */
function headersAskedFor(conditions: Conditions = {}): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [reference, condition] of Object.entries(conditions)) {
    const value = typeof condition === 'object' && 'oneOf' in condition ? condition.oneOf[0] : condition;
    if (reference.startsWith('header:') && typeof value === 'string')
      headers[reference.slice('header:'.length)] = value;
  }
  return headers;
}
