import type { S3Request } from '../s3-action.ts';
import { header } from '../s3-action.ts';
import { notImplemented } from '../s3-error.ts';
import { readTags } from './tags.ts';

export type ObjectHeaders = Readonly<Record<string, string>>;

const keptHeaders = [
  'cache-control',
  'content-disposition',
  'content-language',
  'content-type',
  'expires',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-storage-class',
  'x-amz-tagging',
];

// They change what S3 does with the object. Taking them and doing nothing would hide a mistake until production.
const refusedHeaders = ['x-amz-object-lock-mode', 'x-amz-website-redirect-location'];

/** What a writer says about an object and every reader is told. */
export function readObjectHeaders(request: S3Request): ObjectHeaders {
  for (const name of refusedHeaders) {
    if (header(request, name) !== undefined) throw notImplemented(`the header ${name}`);
  }
  readTags(header(request, 'x-amz-tagging') ?? '');
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value !== 'string') continue;
    if (keptHeaders.includes(name) || name.startsWith('x-amz-meta-')) headers[name] = value;
  }
  const encoding = contentEncoding(header(request, 'content-encoding') ?? '');
  return encoding === '' ? headers : { ...headers, 'content-encoding': encoding };
}

/** aws-chunked is how the request travelled, not what the object is. */
function contentEncoding(value: string): string {
  const encodings = value.split(',').map((encoding) => encoding.trim());
  return encodings.filter((encoding) => encoding !== '' && encoding !== 'aws-chunked').join(',');
}
