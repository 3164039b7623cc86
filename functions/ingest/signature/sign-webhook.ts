import { isDescribed, type OwnScheme, type Provider, type SignatureScheme } from '../providers/provider.ts';
import { isPublicKeyAlgorithm, keyOf } from './key-of.ts';
import { readJsonBody } from './put-in-json.ts';
import { signByScheme, type SignedWebhook, type UnsignedWebhook } from './sign-by-scheme.ts';
import { isForScheme } from './verify-described.ts';

/** Whether we can sign as this sender does: with a secret of both sides, in a place that is not the URL. */
export const canSign = (provider: Provider): boolean =>
  schemesToSignWith(provider).length > 0 || provider.schemes.some(signsItself);

/**
 * What this sender would post now, by its first scheme that this secret and this webhook are for: for trying a source out and for
 * tests. The body changes only where the signature stands in it.
 * @throws when the secret cannot be a key of this provider, or something is missing that it signs
 */
export function signWebhook(provider: Provider, secret: string, webhook: UnsignedWebhook, now: Date): SignedWebhook {
  // First, because only they say of a webhook that it is not theirs.
  for (const own of provider.schemes.filter(signsItself)) {
    const signed = own.sign?.(secret, webhook);
    if (signed) return signed;
  }
  const schemes = schemesToSignWith(provider);
  if (schemes.length === 0) throw new Error(`Webhooks of ${provider.name} cannot be signed by anyone else`);
  const usable = schemes.filter((scheme) => isForScheme(scheme, secret));
  const scheme = usable.find((one) => hasWhatIsSigned(one, webhook)) ?? usable[0];
  const key = scheme && keyOf(secret, scheme);
  if (!scheme || !key) throw new Error(`This secret cannot sign for ${provider.name}: it is no key of its form`);
  return signByScheme(scheme, { secret, key }, webhook, now);
}

const signsItself = (scheme: SignatureScheme | OwnScheme): scheme is OwnScheme =>
  !isDescribed(scheme) && scheme.sign !== undefined;

function schemesToSignWith({ schemes }: Provider): readonly SignatureScheme[] {
  return schemes
    .filter(isDescribed)
    .filter(({ algorithm, from }) => !isPublicKeyAlgorithm(algorithm) && !from.startsWith('query:'));
}

/** Of two schemes for two families of headers the one whose headers are there. */
function hasWhatIsSigned({ signed, from }: SignatureScheme, { headers, body }: UnsignedWebhook): boolean {
  const templates = typeof signed === 'string' ? [signed] : signed;
  const references = templates.flatMap((template) => [...template.matchAll(/\{header:([^}]+)\}/g)]);
  const hasHeaders = references.every(([, name = '']) => headers[name]);
  return hasHeaders && (!from.startsWith('/') || readJsonBody(body) !== undefined);
}
