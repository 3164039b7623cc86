import { S3Error } from './s3-error.ts';

/** Signatures are not checked in local mode; that a presigned URL has run out is. */
export function checkPresignedExpiry(query: URLSearchParams, now: number): void {
  const expiresAt = expiryOf(query);
  if (expiresAt === undefined || expiresAt > now) return;
  throw new S3Error('AccessDenied', 'Request has expired');
}

/** NaN, which has run out too, when the URL names no readable time. */
function expiryOf(query: URLSearchParams): number | undefined {
  // The older signature, which boto and the command line still make for us-east-1, names the second it ends.
  if (query.has('Signature')) return Number(query.get('Expires') ?? Number.NaN) * 1000;
  const expiresSeconds = query.get('X-Amz-Expires');
  if (expiresSeconds === null) return undefined;
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + Number(expiresSeconds) * 1000;
}
