import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { requireBucket } from '../buckets/buckets.ts';
import type { S3Request } from '../s3-action.ts';
import { S3Error } from '../s3-error.ts';
import { childText, parseXml } from '../s3-xml.ts';

export function putBucketVersioning(context: EmulatorContext, { bucket, body }: S3Request): Answer {
  requireBucket(context, bucket);
  const status = childText(parseXml(body, 'VersioningConfiguration'), 'Status');
  if (status !== 'Enabled' && status !== 'Suspended') {
    throw new S3Error('MalformedXML', 'Status must be Enabled or Suspended.');
  }
  context.database.run('UPDATE buckets SET versioning = ? WHERE name = ?', status, bucket);
  return { status: 200, headers: {}, body: '' };
}
