// What a provider's description says of its signatures, for diagnoses that look at one part of it.
import {
  isDescribed,
  type OwnScheme,
  type Provider,
  type Reference,
  type SignatureScheme,
} from '../../../../functions/ingest/providers/provider.ts';
import type { WebhookRequest } from '../../../../functions/ingest/webhook-request.ts';

export const describedIn = ({ schemes }: Provider): readonly SignatureScheme[] => schemes.filter(isDescribed);

/** The same provider with something else said of its signatures. */
export const withSchemes = (provider: Provider, change: (scheme: SignatureScheme) => SignatureScheme): Provider => ({
  ...provider,
  schemes: provider.schemes.map((scheme: SignatureScheme | OwnScheme) =>
    isDescribed(scheme) ? change(scheme) : scheme,
  ),
});

export const templatesOf = ({ signed }: SignatureScheme): readonly string[] => [signed].flat();

/** Undefined for a place that is no header. */
export const headerOf = (reference: Reference): string | undefined =>
  reference.startsWith('header:') ? reference.slice('header:'.length) : undefined;

/** The names under which the signature of this scheme stands in the request: several where they are numbered. */
export function headersThere({ from }: SignatureScheme, { headers }: WebhookRequest): readonly string[] {
  const name = headerOf(from);
  if (name === undefined) return [];
  const isNamed = name.endsWith('*')
    ? (other: string) => other.startsWith(name.slice(0, -1))
    : (other: string) => other === name;
  return Object.keys(headers).filter((other) => headers[other] !== undefined && isNamed(other));
}

export const isKeyed = ({ algorithm }: SignatureScheme): boolean => algorithm.startsWith('hmac-');
