import type { EmulatorContext } from '../../emulator-context.ts';
import { S3Error } from '../s3-error.ts';

export interface StoredObject {
  readonly id: number;
  readonly bucket: string;
  readonly key: string;
  /** 'null' for an object written while the bucket had no versioning, as S3 calls it. */
  readonly version_id: string;
  readonly is_latest: number;
  readonly is_delete_marker: number;
  /** Without quotes. */
  readonly etag: string;
  readonly size: number;
  readonly modified_at: number;
  /** JSON of ObjectHeaders and Checksums. */
  readonly headers: string;
}

interface Location {
  readonly bucket: string;
  readonly key: string;
  /** Undefined for the latest. */
  readonly versionId?: string | undefined;
}

/** The row, be it an object or a delete marker. */
export function findObject(context: EmulatorContext, { bucket, key, versionId }: Location): StoredObject | undefined {
  if (versionId === undefined) {
    const latest = 'SELECT * FROM objects WHERE bucket = ? AND key = ? AND is_latest = 1';
    return context.database.get<StoredObject>(latest, bucket, key);
  }
  const version = 'SELECT * FROM objects WHERE bucket = ? AND key = ? AND version_id = ?';
  return context.database.get<StoredObject>(version, bucket, key, versionId);
}

export function requireObject(context: EmulatorContext, location: Location): StoredObject {
  const object = findObject(context, location);
  if (!object && location.versionId !== undefined) {
    throw new S3Error('NoSuchVersion', `The specified version does not exist: ${location.versionId}`);
  }
  if (!object) throw new S3Error('NoSuchKey', `The specified key does not exist: ${location.key}`);
  if (object.is_delete_marker === 0) return object;
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': object.version_id };
  if (location.versionId === undefined) {
    throw new S3Error('NoSuchKey', `The specified key does not exist: ${location.key}`, headers);
  }
  throw new S3Error('MethodNotAllowed', 'The specified version is a delete marker.', headers);
}

export function readObjectBody(context: EmulatorContext, id: number): Buffer {
  const row = context.database.get<{ readonly body: Uint8Array }>(
    'SELECT body FROM object_bodies WHERE object_id = ?',
    id,
  );
  if (!row) throw new Error(`The object ${id} has no body: emulator.sqlite is damaged, start fresh`);
  return Buffer.from(row.body.buffer, row.body.byteOffset, row.body.byteLength);
}
