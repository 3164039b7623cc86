import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import type { PublicKeyAlgorithm, SignatureScheme } from '../providers/provider.ts';
import { strictBytes } from './strict-bytes.ts';

export type KeyForm = Pick<SignatureScheme, 'algorithm' | 'key' | 'keyPrefix'>;

interface KnownKey {
  readonly form: KeyForm;
  readonly made: KeyObject | undefined;
}

/**
 * To make a key takes longer than to sign with it. By secret, and for each the few forms that it was a key in. There are as many
 * as secrets were configured while this process lives.
 */
const known = new Map<string, KnownKey[]>();

/** The key that a secret stands for; undefined when it cannot be one. */
export function keyOf(secret: string, form: KeyForm): KeyObject | undefined {
  const ofSecret = known.get(secret) ?? [];
  const found = ofSecret.find((one) => isSameForm(one.form, form));
  if (found) return found.made;
  const made = makeKey(withoutPrefix(secret, form), form);
  known.set(secret, [...ofSecret, { form, made }]);
  return made;
}

const isSameForm = (one: KeyForm, other: KeyForm) =>
  one.algorithm === other.algorithm && one.key === other.key && one.keyPrefix === other.keyPrefix;

const withoutPrefix = (secret: string, { keyPrefix }: KeyForm) =>
  keyPrefix !== undefined && secret.startsWith(keyPrefix) ? secret.slice(keyPrefix.length) : secret;

function makeKey(text: string, { algorithm, key }: KeyForm): KeyObject | undefined {
  const bytes = key === 'text' ? Buffer.from(text, 'utf8') : strictBytes(text, key === 'hex' ? 'hex' : 'base64');
  if (!bytes || bytes.length === 0) return undefined;
  if (!isPublicKeyAlgorithm(algorithm)) return createSecretKey(bytes);
  return key === 'spki' ? spkiKey(bytes, algorithm) : rawKey(bytes, algorithm);
}

export const isPublicKeyAlgorithm = (algorithm: SignatureScheme['algorithm']): algorithm is PublicKeyAlgorithm =>
  algorithm === 'ed25519' || algorithm === 'ecdsa-p256-sha256';

/** https://www.rfc-editor.org/rfc/rfc8032#section-5.1.5 */
const ED25519_KEY_BYTES = 32;

function rawKey(bytes: Buffer, algorithm: PublicKeyAlgorithm): KeyObject | undefined {
  if (algorithm !== 'ed25519' || bytes.length !== ED25519_KEY_BYTES) return undefined;
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' });
}

function spkiKey(der: Buffer, algorithm: PublicKeyAlgorithm): KeyObject | undefined {
  const key = parseSpki(der);
  const isOfKind =
    algorithm === 'ed25519'
      ? key?.asymmetricKeyType === 'ed25519'
      : key?.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  // OpenSSL skips what stands behind a key.
  return key && isOfKind && key.export({ type: 'spki', format: 'der' }).equals(der) ? key : undefined;
}

function parseSpki(der: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: der, type: 'spki', format: 'der' });
  } catch {
    // Another thing than a public key stands in the source: the verdict says that it has no usable secret.
    return undefined;
  }
}
