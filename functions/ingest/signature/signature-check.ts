import { createHash, createHmac, createVerify, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import type { KeyedAlgorithm, SignatureScheme } from '../providers/provider.ts';
import { isSameText } from './is-same-text.ts';
import { isPublicKeyAlgorithm } from './key-of.ts';
import { SECRET, type SignedPart } from './signed-parts.ts';
import { strictBytes } from './strict-bytes.ts';

export interface SigningSecret {
  readonly secret: string;
  readonly key: KeyObject;
}

export type SignatureCheck = (signatures: readonly string[]) => boolean;
type SignedText = readonly SignedPart[];

/** A check of a public key takes as long as hashing a megabyte, and hashes the body besides; senders have one key, or two. */
const PUBLIC_KEYS_MAX = 5;
const PUBLIC_KEY_SIGNATURES_MAX = 5;

/** As OpenSSL calls them. */
const HMAC_HASHES: Readonly<Record<KeyedAlgorithm, string>> = {
  'hmac-sha1': 'sha1',
  'hmac-sha256': 'sha256',
  'hmac-sha512': 'sha512',
};

/**
 * Whether any of some signatures is that of one of these texts under one of these keys.
 * @param texts of which any may be what was signed
 */
export function createSignatureCheck(
  scheme: SignatureScheme,
  secrets: readonly SigningSecret[],
  texts: readonly SignedText[],
): SignatureCheck {
  const { algorithm } = scheme;
  if (algorithm === 'token') {
    return (tokens) => tokens.some((token) => secrets.some(({ secret }) => isSameText(secret, token)));
  }
  if (isPublicKeyAlgorithm(algorithm)) return publicKeyCheck(scheme, secrets, texts);
  // One digest per key and text, however many signatures there are to compare with it.
  const expected: Buffer[] = [];
  for (const secret of secrets) {
    for (const text of texts) expected.push(Buffer.from(digestOf(scheme, secret, text)));
  }
  return (signatures) => signatures.some((signature) => isAnyOf(expected, Buffer.from(signature)));
}

/** The signature of a text, as the sender writes it. */
export function digestOf(
  { algorithm, encoding = 'hex' }: SignatureScheme,
  { secret, key }: SigningSecret,
  text: SignedText,
): string {
  const hash = algorithm === 'sha256' ? createHash('sha256') : createHmac(hashOf(algorithm), key);
  for (const part of text) hash.update(part === SECRET ? secret : part);
  return hash.digest(encoding);
}

const hashOf = (algorithm: SignatureScheme['algorithm']) => (isKeyed(algorithm) ? HMAC_HASHES[algorithm] : algorithm);
const isKeyed = (algorithm: SignatureScheme['algorithm']): algorithm is KeyedAlgorithm => algorithm in HMAC_HASHES;

/** Text against text: decoding first would accept many spellings of one signature. */
const isAnyOf = (expected: readonly Buffer[], given: Buffer) =>
  expected.some((one) => one.length === given.length && timingSafeEqual(one, given));

function publicKeyCheck(
  { algorithm, encoding = 'base64' }: SignatureScheme,
  secrets: readonly SigningSecret[],
  texts: readonly SignedText[],
): SignatureCheck {
  const keys = secrets.slice(0, PUBLIC_KEYS_MAX).map(({ key }) => key);
  // Ed25519 goes over its text twice, and so Node wants it in one piece.
  const bodies = texts.map((text) => Buffer.concat(text.map((part) => Buffer.from(part === SECRET ? '' : part))));
  let left = PUBLIC_KEY_SIGNATURES_MAX;
  const holds = (signature: Buffer) =>
    keys.some((key) =>
      bodies.some((body) =>
        algorithm === 'ed25519'
          ? verify(null, body, key, signature)
          : createVerify('sha256').update(body).verify({ key, dsaEncoding: 'der' }, signature),
      ),
    );
  return (signatures) =>
    signatures.some((text) => {
      const signature = strictBytes(text, encoding);
      if (!signature || left === 0) return false;
      left -= 1;
      return holds(signature);
    });
}
