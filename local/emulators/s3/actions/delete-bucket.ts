import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { requireBucket } from '../buckets/buckets.ts';
import type { S3Request } from '../s3-action.ts';
import { S3Error } from '../s3-error.ts';

export function deleteBucket(context: EmulatorContext, { bucket }: S3Request): Answer {
  requireBucket(context, bucket);
  if (context.database.get('SELECT 1 FROM objects WHERE bucket = ? LIMIT 1', bucket)) {
    throw new S3Error('BucketNotEmpty', `The bucket you tried to delete is not empty: ${bucket}`);
  }
  context.database.transaction(() => {
    context.database.run('DELETE FROM uploads WHERE bucket = ?', bucket);
    context.database.run('DELETE FROM buckets WHERE name = ?', bucket);
  });
  return { status: 204, headers: {}, body: '' };
}
