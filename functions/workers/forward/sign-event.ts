import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

export interface SignedEvent {
  readonly id: string;
  readonly body: Buffer;
  readonly secrets: readonly string[];
}

/**
 * The headers of Standard Webhooks. Every secret signs, so that a receiver takes the old one and the new one while it rotates.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signEvent({ id, body, secrets }: SignedEvent, now: Date): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signatures = keysOf(secrets).map(
    (key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`,
  );
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** To make a key takes longer than to sign with it, and a destination's secrets stay the same until it is read anew. */
const known = new WeakMap<readonly string[], readonly KeyObject[]>();

function keysOf(secrets: readonly string[]): readonly KeyObject[] {
  const found = known.get(secrets);
  if (found) return found;
  const keys = secrets.map((secret) => createSecretKey(Buffer.from(secret.slice('whsec_'.length), 'base64')));
  known.set(secrets, keys);
  return keys;
}
