import type { S3Request } from '../s3-action.ts';
import { header } from '../s3-action.ts';
import { notImplemented, S3Error } from '../s3-error.ts';
import type { StoredObject } from './find-object.ts';

/** Write only if the object is absent (`If-None-Match: *`) or still the one the writer knows (`If-Match`). */
export function checkWritePreconditions(request: S3Request, existing: StoredObject | undefined): void {
  const present = existing?.is_delete_marker === 0 ? existing : undefined;
  const ifNoneMatch = header(request, 'if-none-match');
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw notImplemented('If-None-Match with an ETag on a write');
  if (ifNoneMatch === '*' && present) throw preconditionFailed('If-None-Match');
  const ifMatch = header(request, 'if-match');
  if (ifMatch === undefined) return;
  if (!present) throw new S3Error('NoSuchKey', `The specified key does not exist: ${request.key}`);
  if (!namesEtag(ifMatch, present.etag)) throw preconditionFailed('If-Match');
}

/** Throws for If-Match; returns true when If-None-Match or If-Modified-Since says the reader has it already (304). */
export function isNotModified(request: S3Request, object: StoredObject): boolean {
  const ifMatch = header(request, 'if-match');
  if (ifMatch !== undefined && !namesEtag(ifMatch, object.etag)) throw preconditionFailed('If-Match');
  const unmodifiedSince = header(request, 'if-unmodified-since');
  if (ifMatch === undefined && unmodifiedSince !== undefined && isModifiedSince(object, unmodifiedSince)) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  const ifNoneMatch = header(request, 'if-none-match');
  if (ifNoneMatch !== undefined) return namesEtag(ifNoneMatch, object.etag);
  const modifiedSince = header(request, 'if-modified-since');
  return modifiedSince !== undefined && !isModifiedSince(object, modifiedSince);
}

function namesEtag(condition: string, etag: string): boolean {
  return condition === '*' || condition.split(',').some((tag) => tag.trim().replaceAll('"', '') === etag);
}

/** HTTP dates have no fractions of a second. */
function isModifiedSince(object: StoredObject, date: string): boolean {
  return Math.floor(object.modified_at / 1000) * 1000 > Date.parse(date);
}

function preconditionFailed(condition: string): S3Error {
  return new S3Error(
    'PreconditionFailed',
    `At least one of the pre-conditions you specified did not hold: ${condition}`,
  );
}
