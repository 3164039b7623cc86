import type { EmulatorContext } from '../../emulator-context.ts';
import { S3Error } from '../s3-error.ts';

export interface Bucket {
  readonly name: string;
  readonly created_at: number;
  /** Null until versioning was first switched on: such a bucket's objects have no version ids. */
  readonly versioning: 'Enabled' | 'Suspended' | null;
}

export function requireBucket(context: EmulatorContext, name: string): Bucket {
  const bucket = findBucket(context, name);
  if (!bucket) throw new S3Error('NoSuchBucket', `The specified bucket does not exist: ${name}`);
  return bucket;
}

export function findBucket(context: EmulatorContext, name: string): Bucket | undefined {
  return context.database.get<Bucket>('SELECT * FROM buckets WHERE name = ?', name);
}
