import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import * as v from 'valibot';
import type { Objects, ObjectType } from '../ports.ts';

/** Bytes kept in the bucket because a message may not be that large; the hash tells whether they are still the same. */
export const bodyPointerSchema = v.object({
  bucket: v.string(),
  key: v.string(),
  bytes: v.number(),
  sha256: v.string(),
});

/** Exact bytes: as text when they are valid UTF-8 (base64 costs a third more), else as base64, else elsewhere. */
export const bodySchema = v.union([
  v.object({ text: v.string() }),
  v.object({ base64: v.string() }),
  bodyPointerSchema,
]);

export type BodyPointer = v.InferOutput<typeof bodyPointerSchema>;
export type Body = v.InferOutput<typeof bodySchema>;

export function inlineBody(bytes: Buffer): Body {
  return isUtf8(bytes) ? { text: bytes.toString('utf8') } : { base64: bytes.toString('base64') };
}

/**
 * Puts the bytes under their own hash, so that a second copy falls on the first and another body never replaces this one.
 * @param folder whose bytes these are, such as `github/<delivery id>`
 */
export async function checkInBody(
  bytes: Buffer,
  folder: string,
  objects: Objects,
  { retentionDays }: Pick<ObjectType, 'retentionDays'> = {},
): Promise<BodyPointer> {
  const sha256 = hash('sha256', bytes, 'hex');
  const key = claimCheckKey(folder, sha256);
  await objects.put(key, bytes, {
    contentType: 'application/octet-stream',
    ...(retentionDays !== undefined && { retentionDays }),
  });
  return { bucket: objects.bucket, key, bytes: bytes.length, sha256 };
}

/** @param folder whose bytes these are, such as `github/<delivery id>` */
export const claimCheckKey = (folder: string, sha256: string) => `claim-checks/${folder}/${sha256}`;

/** @throws when the bytes behind a pointer are gone or are no longer the ones that were verified. */
export async function readBody(body: Body, objects: Pick<Objects, 'get'>): Promise<Buffer> {
  if ('text' in body) return Buffer.from(body.text, 'utf8');
  if ('base64' in body) return Buffer.from(body.base64, 'base64');
  const stored = await objects.get(body.key);
  if (stored === 'missing') throw new Error(`The body ${body.key} is not in the bucket`);
  if (hash('sha256', stored.bytes, 'hex') !== body.sha256) {
    throw new Error(`The body ${body.key} is not the one that was verified`);
  }
  return stored.bytes;
}

/** How many bytes readBody will hold in memory. */
export function bodyBytes(body: Body): number {
  if ('text' in body) return Buffer.byteLength(body.text, 'utf8');
  if ('base64' in body) return Buffer.byteLength(body.base64, 'base64');
  return body.bytes;
}
