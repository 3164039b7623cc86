import { isDescribed, type Provider, type SignatureScheme } from '../../../functions/ingest/providers/provider.ts';
import { isPublicKeyAlgorithm, keyOf } from '../../../functions/ingest/signature/key-of.ts';
import { isForScheme } from '../../../functions/ingest/signature/verify-described.ts';
import type { Secret } from '#shared/messages/source.ts';
import { secretUses } from './secret-uses.ts';

/** Why a secret can verify nothing of this provider; never with its value. Undefined where it can. */
export function secretProblem(provider: Provider, { value, use }: Pick<Secret, 'value' | 'use'>): string | undefined {
  const problem = useProblem(provider, use);
  if (problem !== undefined) return problem;
  const { handshakes } = secretUses(provider);
  const described = provider.schemes.filter(isDescribed);
  if (use !== undefined && handshakes.includes(use)) return undefined;
  const schemes = described.filter(({ secrets }) => secrets?.use === use);
  // What code of its own makes of a secret, it alone knows.
  if (schemes.length === 0) return undefined;
  if (schemes.some((scheme) => isForScheme(scheme, value) && keyOf(value, scheme))) return undefined;
  const forms = [...new Set(schemes.map(formOf))].join(', or ');
  return `cannot be a key of ${provider.name}, whose secrets are ${forms}`;
}

/** Why a provider has nothing that a secret could be for. Undefined where it has. */
export function useProblem(provider: Provider, use: string | undefined): string | undefined {
  const { verifying, handshakes } = secretUses(provider);
  const isOwnCode = !provider.schemes.every(isDescribed);
  const known = [...verifying, ...handshakes, ...(isOwnCode ? [undefined] : [])];
  if (known.includes(use)) return undefined;
  const named = [...new Set(known.filter((one) => one !== undefined))].join(' or ');
  if (use === undefined) return `must say what it is for (use): ${provider.name} has ${named}`;
  return `is for something that ${provider.name} does not have: ${named === '' ? 'leave its use away' : `use may be ${named}`}`;
}

function formOf({ key, keyPrefix, algorithm, secrets }: SignatureScheme): string {
  const start = keyPrefix ?? secrets?.startWith;
  const form = isPublicKeyAlgorithm(algorithm) ? publicKeyForms[key] : secretForms[key];
  return start === undefined ? form : `${start} and ${form}`;
}

const secretForms = { text: 'a text', hex: 'hexadecimal digits', base64: 'base64', spki: 'base64' } as const;
const publicKeyForms = {
  text: 'a public key',
  hex: 'a public key of 64 hexadecimal digits',
  base64: 'a public key in base64',
  spki: 'a public key as its sender shows it, base64 without the lines of PEM',
} as const;
