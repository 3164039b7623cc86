import { createHash } from 'node:crypto';

import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import type { S3Request } from '../s3-action.ts';
import { header } from '../s3-action.ts';
import { notImplemented, S3Error } from '../s3-error.ts';
import { requireUpload } from '../uploads/find-upload.ts';

const partNumberMax = 10_000;

/** A part that is sent again replaces the one of its number. */
export function uploadPart(context: EmulatorContext, request: S3Request): Answer {
  if (header(request, 'x-amz-copy-source') !== undefined) throw notImplemented('the operation UploadPartCopy');
  const upload = requireUpload(context, request);
  const number = Number(request.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > partNumberMax) {
    throw new S3Error('InvalidArgument', `Part number must be an integer between 1 and ${partNumberMax}, inclusive`);
  }
  const etag = createHash('md5').update(request.body).digest('hex');
  context.database.run(
    'INSERT OR REPLACE INTO upload_parts (upload_id, number, etag, body) VALUES (?, ?, ?, ?)',
    upload.id,
    number,
    etag,
    request.body,
  );
  return { status: 200, headers: { etag: `"${etag}"`, ...request.checksums }, body: '' };
}
