import { createHmac } from 'node:crypto';
import type { Provider } from '../providers/provider.ts';
import { keyOf } from './key-of.ts';
import { signedParts } from './signed-parts.ts';

/**
 * The headers with which this sender would sign these bytes now: for trying a source out and for tests.
 * @param headers those that go into the signature, such as webhook-id; names in lower case
 * @throws when the secret cannot be a key of this provider
 */
export function signWebhook(
  provider: Provider,
  secret: string,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer },
  now: Date,
): Readonly<Record<string, string>> {
  const scheme = provider.schemes[0];
  const key = scheme && keyOf(secret, scheme.key);
  if (!scheme || !key) throw new Error(`This secret cannot sign for ${provider.name}: it is not base64`);
  const timestamp = scheme.timestamp && String(Math.floor(now.getTime() / 1000));
  const parts = signedParts(scheme.signed, { headers, body }, timestamp);
  if (!parts) throw new Error(`A header that ${provider.name} signs is missing: ${scheme.signed}`);
  const hmac = createHmac(scheme.algorithm, key);
  for (const part of parts) hmac.update(part);
  const signature = scheme.prefix + hmac.digest(scheme.encoding);
  if (!scheme.timestamp) return { [scheme.header]: signature };
  if ('header' in scheme.timestamp) return { [scheme.timestamp.header]: `${timestamp}`, [scheme.header]: signature };
  return { [scheme.header]: `${scheme.timestamp.prefix}${timestamp}${scheme.separator ?? ''}${signature}` };
}
