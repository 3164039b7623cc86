import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { requireBucket } from '../buckets/buckets.ts';
import { keyEncoder } from '../objects/encode-key.ts';
import { listKeys } from '../objects/list-keys.ts';
import { readMaxKeys } from '../objects/read-max-keys.ts';
import type { S3Request } from '../s3-action.ts';
import { xmlAnswer } from '../s3-xml.ts';

export function listObjectsV2(context: EmulatorContext, request: S3Request): Answer {
  const { bucket, query } = request;
  requireBucket(context, bucket);
  const encode = keyEncoder(request);
  const max = readMaxKeys(request);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const startAfter = query.get('start-after') ?? '';
  const token = query.get('continuation-token');
  const after = token === null ? startAfter : Buffer.from(token, 'base64').toString();
  const { objects, commonPrefixes, next } = listKeys(context, { bucket, prefix, delimiter, after, max });
  // Asking for nothing gets an empty page that claims to be the last, as from S3.
  const isTruncated = next !== undefined && max > 0;
  return xmlAnswer('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
    ...(startAfter !== '' && { StartAfter: encode(startAfter) }),
    ...(query.has('encoding-type') && { EncodingType: 'url' }),
    ...(token !== null && { ContinuationToken: token }),
    MaxKeys: max,
    KeyCount: objects.length + commonPrefixes.length,
    IsTruncated: isTruncated,
    ...(isTruncated && { NextContinuationToken: Buffer.from(next).toString('base64') }),
    Contents: objects.map((object) => ({
      Key: encode(object.key),
      LastModified: new Date(object.modified_at).toISOString(),
      ETag: `"${object.etag}"`,
      Size: object.size,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: commonPrefixes.map((commonPrefix) => ({ Prefix: encode(commonPrefix) })),
  });
}
