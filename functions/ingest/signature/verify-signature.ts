import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { countsAt, type Secret } from '#shared/messages/source.ts';
import type { Provider, SignatureScheme } from '../providers/provider.ts';
import type { WebhookRequest } from '../webhook-request.ts';
import { keyOf } from './key-of.ts';
import { signedParts } from './signed-parts.ts';

export type SignatureVerdict = { readonly valid: true } | { readonly valid: false; readonly reason: RefusalReason };

export type RefusalReason =
  | 'no-signature'
  | 'no-signature-of-this-scheme'
  | 'no-timestamp'
  | 'malformed-timestamp'
  | 'stale-timestamp'
  | 'future-timestamp'
  | 'incomplete-headers'
  | 'no-usable-secret'
  | 'wrong-signature';

/** Checks the raw bytes against every secret that is valid now. Never throws, and takes time linear in the request. */
export function verifySignature(
  provider: Provider,
  request: Pick<WebhookRequest, 'headers' | 'body'>,
  secrets: readonly Secret[],
  now: Date,
): SignatureVerdict {
  // The header that is present decides alone: falling back to a second scheme would let a sender choose the weaker one.
  const scheme = provider.schemes.find(({ header }) => request.headers[header] !== undefined);
  const header = scheme && request.headers[scheme.header];
  if (!scheme || header === undefined || header === '') return refused('no-signature');
  const entries = entriesOf(header, scheme);
  const signatures = withPrefix(entries, scheme.prefix);
  if (signatures.length === 0) return refused('no-signature-of-this-scheme');

  const timestamp = timestampOf(scheme, entries, request.headers);
  if (scheme.timestamp && timestamp === undefined) return refused('no-timestamp');
  const untimely = timestamp !== undefined && untimeliness(timestamp, provider.toleranceSeconds ?? 0, now);
  if (untimely) return refused(untimely);

  const parts = signedParts(scheme.signed, request, timestamp);
  if (!parts) return refused('incomplete-headers');
  const keys = secrets.filter((secret) => countsAt(secret, now)).map((secret) => keyOf(secret.value, scheme.key));
  const usable = keys.filter((key) => key !== undefined);
  if (usable.length === 0) return refused('no-usable-secret');
  return usable.some((key) => anyMatches(signatures, scheme, key, parts))
    ? { valid: true }
    : refused('wrong-signature');
}

const refused = (reason: RefusalReason): SignatureVerdict => ({ valid: false, reason });

function entriesOf(header: string, { separator }: SignatureScheme): readonly string[] {
  return separator === undefined ? [header] : header.split(separator).map((entry) => entry.trim());
}

function withPrefix(entries: readonly string[], prefix: string): readonly string[] {
  return entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
}

function timestampOf(
  { timestamp }: SignatureScheme,
  entries: readonly string[],
  headers: WebhookRequest['headers'],
): string | undefined {
  if (!timestamp) return undefined;
  if ('header' in timestamp) return headers[timestamp.header];
  // Of several timestamps the first one counts, and it is the one that must have been signed.
  return withPrefix(entries, timestamp.prefix)[0];
}

/** Strictly digits: a lax parser reads `1760000000abc` as a time. Both sides count: clocks differ both ways. */
function untimeliness(timestamp: string, toleranceSeconds: number, now: Date): RefusalReason | undefined {
  if (!/^\d{1,12}$/.test(timestamp)) return 'malformed-timestamp';
  const ageSeconds = Math.floor(now.getTime() / 1000) - Number(timestamp);
  if (ageSeconds > toleranceSeconds) return 'stale-timestamp';
  return ageSeconds < -toleranceSeconds ? 'future-timestamp' : undefined;
}

/** One HMAC per secret, however many signatures a header lists. */
function anyMatches(
  signatures: readonly string[],
  { algorithm, encoding }: SignatureScheme,
  key: KeyObject,
  parts: readonly (string | Buffer)[],
): boolean {
  const hmac = createHmac(algorithm, key);
  for (const part of parts) hmac.update(part);
  const expected = Buffer.from(hmac.digest(encoding));
  return signatures.some((signature) => {
    // Text against text: decoding first would accept many spellings of one signature.
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
