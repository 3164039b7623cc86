import type { IncomingMessage } from 'node:http';

import type { S3Operation } from './actions/index.ts';
import { s3Operations } from './actions/index.ts';
import { notImplemented } from './s3-error.ts';

const targets = { service: 'the service', bucket: 'a bucket', object: 'an object' };

interface Target {
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
}

/**
 * The operation that the request names. A query that belongs to none is refused: to overlook `?tagging` would make
 * PutObjectTagging overwrite the object with its tags, and DeleteBucketPolicy delete the bucket.
 */
export function findOperation(
  { method = 'GET', headers }: IncomingMessage,
  { bucket, key, query }: Target,
): S3Operation {
  const on = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const names = [...query.keys()].filter((name) => !isAboutTheRequest(name));
  const operation = s3Operations.find(
    (candidate) =>
      candidate.on === on &&
      candidate.method === method &&
      (candidate.header === undefined || headers[candidate.header] !== undefined) &&
      takesQuery(candidate, names),
  );
  if (operation) return operation;
  throw notImplemented(`the S3 operation ${method} on ${targets[on]} with the query "${names.join('&')}"`);
}

function takesQuery({ needs = [], takes = [] }: S3Operation, names: readonly string[]): boolean {
  const hasAll = needs.every((name) => names.includes(name));
  return hasAll && names.every((name) => needs.includes(name) || takes.includes(name));
}

/** `x-id` names the operation for logs; the rest is a presigned URL's signature and what its client had for headers. */
function isAboutTheRequest(name: string): boolean {
  return /^(?:x-id|x-amz-.*|AWSAccessKeyId|Signature|Expires)$/i.test(name);
}
