import { createSecretKey, type KeyObject } from 'node:crypto';
import type { SignatureScheme } from '../providers/provider.ts';

/** To make a key takes longer than to sign with it. There are as many as secrets were configured while this process lives. */
const known = new Map<string, KeyObject>();

/** The key that a secret stands for; undefined when it cannot be one. */
export function keyOf(secret: string, encoding: SignatureScheme['key']): KeyObject | undefined {
  const name = `${encoding} ${secret}`;
  const found = known.get(name);
  if (found) return found;
  const bytes = keyBytes(secret, encoding);
  if (!bytes) return undefined;
  const key = createSecretKey(bytes);
  known.set(name, key);
  return key;
}

function keyBytes(secret: string, encoding: SignatureScheme['key']): Buffer | undefined {
  if (encoding === 'text') return Buffer.from(secret, 'utf8');
  const text = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : secret;
  const key = Buffer.from(text, 'base64');
  // Node skips what is not base64; a key made of the rest would be a weaker one than the sender's.
  const isWhole = key.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '');
  return isWhole && key.length > 0 ? key : undefined;
}
