import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Check } from './peers.ts';

export interface FloorAsked {
  /** Made before, because it is held: of a text or bytes it would be made anew for each, at up to 10 µs. */
  readonly key: KeyObject;
  readonly encoding: 'hex' | 'base64';
  readonly signature: Buffer;
  /** What is signed before the body. */
  readonly before: string;
}

/** What nobody can do without: one HMAC over the bytes, one comparison, one JSON.parse. It knows where all stands. */
export const floorCheck =
  ({ key, encoding, signature, before }: FloorAsked): Check =>
  ({ body }) => {
    const hmac = createHmac('sha256', key);
    if (before !== '') hmac.update(before);
    const digest = Buffer.from(hmac.update(body).digest(encoding));
    if (!timingSafeEqual(digest, signature)) throw new Error('The floor refused it');
    return JSON.parse(body.toString('utf8'));
  };
