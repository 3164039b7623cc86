import type { S3Request } from '../s3-action.ts';
import { notImplemented } from '../s3-error.ts';

/** encoding-type=url, for keys with characters that XML cannot hold; the client decodes them. */
export function keyEncoder({ query }: S3Request): (key: string) => string {
  const encoding = query.get('encoding-type');
  if (encoding === null) return (key) => key;
  if (encoding !== 'url') throw notImplemented(`the encoding-type ${encoding}`);
  return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
}
