import type { EmulatorContext } from '../../emulator-context.ts';
import { requireBucket } from '../buckets/buckets.ts';
import { findObject } from './find-object.ts';
import type { ObjectHeaders } from './object-headers.ts';
import { makeRoom, versionHeaders } from './write-object.ts';

interface Location {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
}

/**
 * Deletes the object, or with versioning hides it behind a delete marker, or deletes one version for good.
 * Deleting what is not there succeeds. Returns the headers that tell which of these it was.
 */
export function removeObject(context: EmulatorContext, { bucket, key, versionId }: Location): ObjectHeaders {
  return context.database.transaction(() => {
    if (versionId !== undefined) return removeVersion(context, bucket, key, versionId);
    if (requireBucket(context, bucket).versioning !== null) return hideObject(context, bucket, key);
    context.database.run('DELETE FROM objects WHERE bucket = ? AND key = ?', bucket, key);
    return {};
  });
}

function hideObject(context: EmulatorContext, bucket: string, key: string): ObjectHeaders {
  const versionId = makeRoom(context, bucket, key);
  context.database.run(
    `INSERT INTO objects (bucket, key, version_id, is_latest, is_delete_marker, etag, size, modified_at, headers)
     VALUES (?, ?, ?, 1, 1, '', 0, ?, '{}')`,
    bucket,
    key,
    versionId,
    context.now(),
  );
  return { 'x-amz-delete-marker': 'true', ...versionHeaders(context, bucket, versionId) };
}

function removeVersion(context: EmulatorContext, bucket: string, key: string, versionId: string): ObjectHeaders {
  const version = findObject(context, { bucket, key, versionId });
  const headers = versionHeaders(context, bucket, versionId);
  if (!version) return headers;
  context.database.run('DELETE FROM objects WHERE id = ?', version.id);
  // The newest of those left takes its place.
  context.database.run(
    `UPDATE objects SET is_latest = 1
     WHERE id = (SELECT MAX(id) FROM objects WHERE bucket = ?1 AND key = ?2)
       AND NOT EXISTS (SELECT 1 FROM objects WHERE bucket = ?1 AND key = ?2 AND is_latest = 1)`,
    bucket,
    key,
  );
  return version.is_delete_marker === 1 ? { 'x-amz-delete-marker': 'true', ...headers } : headers;
}
