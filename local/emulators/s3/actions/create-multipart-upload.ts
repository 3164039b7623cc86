import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { requireBucket } from '../buckets/buckets.ts';
import { readObjectHeaders } from '../objects/object-headers.ts';
import type { S3Request } from '../s3-action.ts';
import { xmlAnswer } from '../s3-xml.ts';

export function createMultipartUpload(context: EmulatorContext, request: S3Request): Answer {
  const { bucket, key } = request;
  requireBucket(context, bucket);
  const uploadId = context.newId();
  context.database.run(
    'INSERT INTO uploads (id, bucket, key, headers) VALUES (?, ?, ?, ?)',
    uploadId,
    bucket,
    key,
    JSON.stringify(readObjectHeaders(request)),
  );
  return xmlAnswer('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: uploadId });
}
