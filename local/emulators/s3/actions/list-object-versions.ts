import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { requireBucket } from '../buckets/buckets.ts';
import { keyEncoder } from '../objects/encode-key.ts';
import type { StoredObject } from '../objects/find-object.ts';
import { findObject } from '../objects/find-object.ts';
import { readMaxKeys } from '../objects/read-max-keys.ts';
import type { S3Request } from '../s3-action.ts';
import { xmlAnswer } from '../s3-xml.ts';

/** Versions and delete markers, by key, the newest first. */
export function listObjectVersions(context: EmulatorContext, request: S3Request): Answer {
  const { bucket, query } = request;
  requireBucket(context, bucket);
  const encode = keyEncoder(request);
  const max = readMaxKeys(request);
  const found = findVersions(context, request, max + 1);
  const page = found.slice(0, max);
  const last = page.at(-1);
  const show = (version: StoredObject) => ({
    Key: encode(version.key),
    VersionId: version.version_id,
    IsLatest: version.is_latest === 1,
    LastModified: new Date(version.modified_at).toISOString(),
    ...(version.is_delete_marker === 0 && { ETag: `"${version.etag}"`, Size: version.size, StorageClass: 'STANDARD' }),
  });
  return xmlAnswer('ListVersionsResult', {
    Name: bucket,
    Prefix: encode(query.get('prefix') ?? ''),
    ...(query.has('encoding-type') && { EncodingType: 'url' }),
    MaxKeys: max,
    IsTruncated: last !== undefined && found.length > max,
    ...(last && found.length > max && { NextKeyMarker: encode(last.key), NextVersionIdMarker: last.version_id }),
    Version: page.filter((version) => version.is_delete_marker === 0).map(show),
    DeleteMarker: page.filter((version) => version.is_delete_marker === 1).map(show),
  });
}

function findVersions(context: EmulatorContext, { bucket, query }: S3Request, max: number): readonly StoredObject[] {
  const prefix = query.get('prefix') ?? '';
  const key = query.get('key-marker') ?? '';
  const versionId = query.get('version-id-marker') ?? undefined;
  const marker = versionId === undefined ? undefined : findObject(context, { bucket, key, versionId });
  return context.database.all<StoredObject>(
    `SELECT * FROM objects
     WHERE bucket = ?1 AND (key > ?2 OR (key = ?2 AND id < ?3)) AND substr(key, 1, length(?4)) = ?4
     ORDER BY key, id DESC LIMIT ?5`,
    bucket,
    key,
    marker?.id ?? 0,
    prefix,
    max,
  );
}
