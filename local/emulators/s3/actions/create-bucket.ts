import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import type { S3Request } from '../s3-action.ts';
import { S3Error } from '../s3-error.ts';

/** Creating a bucket of one's own again is no error, as in us-east-1. */
export function createBucket(context: EmulatorContext, { bucket }: S3Request): Answer {
  if (!/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(bucket)) {
    throw new S3Error('InvalidBucketName', `The specified bucket is not valid: ${bucket}`);
  }
  context.database.run('INSERT OR IGNORE INTO buckets (name, created_at) VALUES (?, ?)', bucket, context.now());
  return { status: 200, headers: { location: `/${bucket}` }, body: '' };
}
