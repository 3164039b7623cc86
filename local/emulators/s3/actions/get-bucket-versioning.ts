import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { requireBucket } from '../buckets/buckets.ts';
import type { S3Request } from '../s3-action.ts';
import { xmlAnswer } from '../s3-xml.ts';

export function getBucketVersioning(context: EmulatorContext, { bucket }: S3Request): Answer {
  const { versioning } = requireBucket(context, bucket);
  return xmlAnswer('VersioningConfiguration', versioning === null ? {} : { Status: versioning });
}
