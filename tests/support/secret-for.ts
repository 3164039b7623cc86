import { isDescribed, type Provider } from '../../functions/ingest/providers/provider.ts';
import { isPublicKeyAlgorithm } from '../../functions/ingest/signature/key-of.ts';
import type { Secret } from '#shared/messages/source.ts';

/** A secret of the form that the first scheme that can be signed with one wants; the same name gives the same secret. */
export function secretFor(provider: Provider, name = 'the secret'): Secret {
  const scheme = provider.schemes.filter(isDescribed).find(({ algorithm }) => !isPublicKeyAlgorithm(algorithm));
  // Long enough for those who want 24 bytes, and short enough for a token.
  const text = `${name}-of-${provider.name}-for-its-cases`.replaceAll(' ', '-');
  const { use } = scheme?.secrets ?? {};
  return { value: valueOf(text, scheme), ...(use && { use }) };
}

function valueOf(text: string, scheme: Parameters<typeof isDescribed>[0] | undefined): string {
  if (!scheme || !isDescribed(scheme)) return text;
  const start = scheme.keyPrefix ?? scheme.secrets?.startWith ?? '';
  return scheme.key === 'text' || scheme.key === 'spki' ? start + text : start + Buffer.from(text).toString(scheme.key);
}
