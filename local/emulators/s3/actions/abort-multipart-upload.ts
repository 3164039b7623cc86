import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import type { S3Request } from '../s3-action.ts';
import { requireUpload } from '../uploads/find-upload.ts';

export function abortMultipartUpload(context: EmulatorContext, request: S3Request): Answer {
  const upload = requireUpload(context, request);
  context.database.run('DELETE FROM uploads WHERE id = ?', upload.id);
  return { status: 204, headers: {}, body: '' };
}
