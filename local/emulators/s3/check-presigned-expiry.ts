import { S3Error } from './s3-error.ts';

/** Signatures are not checked in local mode; that a presigned URL has run out is. */
export function checkPresignedExpiry(query: URLSearchParams, now: number): void {
  const expiresSeconds = query.get('X-Amz-Expires');
  if (expiresSeconds === null) return;
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  const signedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (signedAt + Number(expiresSeconds) * 1000 > now) return;
  throw new S3Error('AccessDenied', 'Request has expired');
}
