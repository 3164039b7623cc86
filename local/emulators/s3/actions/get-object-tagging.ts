import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { requireBucket } from '../buckets/buckets.ts';
import { requireObject } from '../objects/find-object.ts';
import { readTags } from '../objects/tags.ts';
import type { S3Request } from '../s3-action.ts';
import { xmlAnswer } from '../s3-xml.ts';

export function getObjectTagging(context: EmulatorContext, { bucket, key, query }: S3Request): Answer {
  requireBucket(context, bucket);
  const object = requireObject(context, { bucket, key, versionId: query.get('versionId') ?? undefined });
  const headers: Readonly<Record<string, string>> = JSON.parse(object.headers);
  const tags = readTags(headers['x-amz-tagging'] ?? '');
  return xmlAnswer('Tagging', { TagSet: { Tag: tags.map(({ key: Key, value: Value }) => ({ Key, Value })) } });
}
