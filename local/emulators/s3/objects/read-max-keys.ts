import type { S3Request } from '../s3-action.ts';
import { S3Error } from '../s3-error.ts';

const keysMax = 1000;

/** More than a thousand is taken for a thousand. */
export function readMaxKeys({ query }: S3Request): number {
  const value = query.get('max-keys') ?? String(keysMax);
  if (!/^\d{1,10}$/.test(value)) throw new S3Error('InvalidArgument', 'max-keys must be an integer of 0 or more');
  return Math.min(Number(value), keysMax);
}
