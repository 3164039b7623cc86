import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { requireBucket } from '../buckets/buckets.ts';
import { checkWritePreconditions } from '../objects/check-preconditions.ts';
import { findObject } from '../objects/find-object.ts';
import { readObjectHeaders } from '../objects/object-headers.ts';
import { writeObject } from '../objects/write-object.ts';
import type { S3Request } from '../s3-action.ts';

/** Check and write are one synchronous step, so of two writers with `If-None-Match: *` exactly one succeeds. */
export function putObject(context: EmulatorContext, request: S3Request): Answer {
  const { bucket, key, body, checksums } = request;
  requireBucket(context, bucket);
  checkWritePreconditions(request, findObject(context, { bucket, key }));
  const headers = readObjectHeaders(request);
  const { etag, versionHeaders } = writeObject(context, { bucket, key, body, headers, checksums });
  return {
    status: 200,
    headers: { etag: `"${etag}"`, ...encryption(headers), ...checksums, ...versionHeaders },
    body: '',
  };
}

function encryption(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith('x-amz-server-side-encryption')),
  );
}
