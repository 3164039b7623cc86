import type { EmulatorContext } from '../../emulator-context.ts';
import type { S3Request } from '../s3-action.ts';
import { header } from '../s3-action.ts';
import type { StoredObject } from './find-object.ts';
import type { ObjectHeaders } from './object-headers.ts';
import { readTags } from './tags.ts';
import { versionHeaders } from './write-object.ts';

// A presigned URL may carry the headers that its answer shall have.
const overrides =
  /^response-(cache-control|content-disposition|content-encoding|content-language|content-type|expires)$/;

/** The headers of an answer that shows an object. */
export function describeObject(context: EmulatorContext, request: S3Request, object: StoredObject): ObjectHeaders {
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.modified_at).toUTCString(),
    ...versionHeaders(context, object.bucket, object.version_id),
  };
  for (const [name, value] of Object.entries<string>(JSON.parse(object.headers))) {
    // Readers are told how many tags there are; to see them takes a right of its own.
    if (name === 'x-amz-tagging') headers['x-amz-tagging-count'] = String(readTags(value).length);
    else if (isShown(request, name)) headers[name] = value;
  }
  for (const [name, value] of request.query) {
    const [, overridden] = overrides.exec(name) ?? [];
    if (overridden !== undefined) headers[overridden] = value;
  }
  return headers;
}

/**
 * For an answer 304: the SDK would hash its empty body, find another checksum, and throw that instead of "not modified".
 */
export function withoutChecksums(headers: ObjectHeaders): ObjectHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isChecksum(name)));
}

/** A checksum is shown on request only, and never beside a range, which is not what it was taken of. */
function isShown(request: S3Request, name: string): boolean {
  if (!isChecksum(name)) return true;
  return header(request, 'x-amz-checksum-mode') === 'ENABLED' && header(request, 'range') === undefined;
}

const isChecksum = (name: string) => name.startsWith('x-amz-checksum-');
