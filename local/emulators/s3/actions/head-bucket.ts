import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { requireBucket } from '../buckets/buckets.ts';
import type { S3Request } from '../s3-action.ts';

export function headBucket(context: EmulatorContext, { bucket }: S3Request): Answer {
  requireBucket(context, bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': context.region }, body: '' };
}
