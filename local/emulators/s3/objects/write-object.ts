import { createHash } from 'node:crypto';

import type { EmulatorContext } from '../../emulator-context.ts';
import type { Checksums } from '../body/checksums.ts';
import { requireBucket } from '../buckets/buckets.ts';
import type { ObjectHeaders } from './object-headers.ts';
import type { StoredObject } from './find-object.ts';

interface NewObject {
  readonly bucket: string;
  readonly key: string;
  readonly body: Buffer;
  readonly headers: ObjectHeaders;
  readonly checksums?: Checksums;
  /** Without quotes; by default the MD5 of the body. A multipart object has another. */
  readonly etag?: string;
}

export type Written = Pick<StoredObject, 'etag' | 'modified_at'> & { readonly versionHeaders: ObjectHeaders };

/** Makes this the latest version; without versioning it replaces the object. */
export function writeObject(context: EmulatorContext, object: NewObject): Written {
  const { bucket, key, body } = object;
  const etag = object.etag ?? createHash('md5').update(body).digest('hex');
  const modifiedAt = context.now();
  const versionId = context.database.transaction(() => {
    const versionId = makeRoom(context, bucket, key);
    const { lastId } = context.database.run(
      `INSERT INTO objects (bucket, key, version_id, is_latest, is_delete_marker, etag, size, modified_at, headers)
       VALUES (?, ?, ?, 1, 0, ?, ?, ?, ?)`,
      bucket,
      key,
      versionId,
      etag,
      body.length,
      modifiedAt,
      JSON.stringify({ ...object.headers, ...object.checksums }),
    );
    context.database.run('INSERT INTO object_bodies (object_id, body) VALUES (?, ?)', lastId, body);
    return versionId;
  });
  return { etag, modified_at: modifiedAt, versionHeaders: versionHeaders(context, bucket, versionId) };
}

/** Takes what is there out of the way of a new latest version, and returns the id that version gets. */
export function makeRoom(context: EmulatorContext, bucket: string, key: string): string {
  const isVersioned = requireBucket(context, bucket).versioning === 'Enabled';
  const versionId = isVersioned ? context.newId().replaceAll('-', '') : 'null';
  context.database.run('DELETE FROM objects WHERE bucket = ? AND key = ? AND version_id = ?', bucket, key, versionId);
  context.database.run('UPDATE objects SET is_latest = 0 WHERE bucket = ? AND key = ? AND is_latest = 1', bucket, key);
  return versionId;
}

/** S3 speaks of versions only in a bucket that has had versioning. */
export function versionHeaders(context: EmulatorContext, bucket: string, versionId: string): ObjectHeaders {
  return requireBucket(context, bucket).versioning === null ? {} : { 'x-amz-version-id': versionId };
}
