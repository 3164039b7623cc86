import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import type { Bucket } from '../buckets/buckets.ts';
import { xmlAnswer } from '../s3-xml.ts';

export function listBuckets(context: EmulatorContext): Answer {
  const buckets = context.database.all<Bucket>('SELECT * FROM buckets ORDER BY name').map((bucket) => ({
    Name: bucket.name,
    CreationDate: new Date(bucket.created_at).toISOString(),
  }));
  return xmlAnswer('ListAllMyBucketsResult', {
    Owner: { ID: context.accountId },
    Buckets: { Bucket: buckets },
  });
}
