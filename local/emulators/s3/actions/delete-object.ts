import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { requireBucket } from '../buckets/buckets.ts';
import { checkWritePreconditions } from '../objects/check-preconditions.ts';
import { findObject } from '../objects/find-object.ts';
import { removeObject } from '../objects/remove-object.ts';
import type { S3Request } from '../s3-action.ts';

export function deleteObject(context: EmulatorContext, request: S3Request): Answer {
  const { bucket, key, query } = request;
  requireBucket(context, bucket);
  const versionId = query.get('versionId') ?? undefined;
  checkWritePreconditions(request, findObject(context, { bucket, key, versionId }));
  return { status: 204, headers: removeObject(context, { bucket, key, versionId }), body: '' };
}
