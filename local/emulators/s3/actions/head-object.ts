import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { requireBucket } from '../buckets/buckets.ts';
import { isNotModified } from '../objects/check-preconditions.ts';
import { describeObject, withoutChecksums } from '../objects/describe-object.ts';
import { requireObject } from '../objects/find-object.ts';
import { readRange } from '../objects/read-range.ts';
import type { S3Request } from '../s3-action.ts';
import { header } from '../s3-action.ts';

/** GetObject's answer without the body. */
export function headObject(context: EmulatorContext, request: S3Request): Answer {
  const { bucket, key, query } = request;
  requireBucket(context, bucket);
  const object = requireObject(context, { bucket, key, versionId: query.get('versionId') ?? undefined });
  const range = readRange(header(request, 'range'), object.size);
  const headers = describeObject(context, request, object);
  if (isNotModified(request, object)) return { status: 304, headers: withoutChecksums(headers), body: '' };
  if (!range) return { status: 200, headers, body: '', contentLength: object.size };
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${range.first}-${range.last}/${object.size}` },
    body: '',
    contentLength: range.last - range.first + 1,
  };
}
