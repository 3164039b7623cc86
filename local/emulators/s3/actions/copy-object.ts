import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { requireBucket } from '../buckets/buckets.ts';
import { checkWritePreconditions } from '../objects/check-preconditions.ts';
import { findObject, readObjectBody, requireObject } from '../objects/find-object.ts';
import { readObjectHeaders } from '../objects/object-headers.ts';
import { writeObject } from '../objects/write-object.ts';
import type { S3Request } from '../s3-action.ts';
import { header } from '../s3-action.ts';
import { notImplemented, S3Error } from '../s3-error.ts';
import { xmlAnswer } from '../s3-xml.ts';

export function copyObject(context: EmulatorContext, request: S3Request): Answer {
  const { bucket, key } = request;
  requireBucket(context, bucket);
  const condition = Object.keys(request.headers).find((name) => name.startsWith('x-amz-copy-source-'));
  if (condition) throw notImplemented(`the header ${condition}`);
  const source = requireObject(context, parseSource(header(request, 'x-amz-copy-source') ?? ''));
  checkWritePreconditions(request, findObject(context, { bucket, key }));
  const isReplacing = header(request, 'x-amz-metadata-directive') === 'REPLACE';
  const copy = writeObject(context, {
    bucket,
    key,
    body: readObjectBody(context, source.id),
    headers: isReplacing ? readObjectHeaders(request) : JSON.parse(source.headers),
  });
  const answer = xmlAnswer('CopyObjectResult', {
    ETag: `"${copy.etag}"`,
    LastModified: new Date(copy.modified_at).toISOString(),
  });
  return { ...answer, headers: { ...answer.headers, ...copy.versionHeaders } };
}

/** `/bucket/key`, `bucket/key`, with or without `?versionId=`; percent-encoded. */
function parseSource(source: string): { bucket: string; key: string; versionId: string | undefined } {
  const [, bucket, path, versionId] = /^\/?([^/]+)\/(.+?)(?:\?versionId=([^?]+))?$/.exec(source) ?? [];
  if (bucket === undefined || path === undefined) {
    throw new S3Error('InvalidArgument', `x-amz-copy-source must be bucket/key, not ${source}`);
  }
  return { bucket, key: decodeURIComponent(path), versionId };
}
