import type { EmulatorContext } from '../../emulator-context.ts';
import type { S3Request } from '../s3-action.ts';
import { S3Error } from '../s3-error.ts';

interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** JSON of ObjectHeaders. */
  readonly headers: string;
}

export function requireUpload(context: EmulatorContext, { bucket, key, query }: S3Request): Upload {
  const id = query.get('uploadId') ?? '';
  const find = 'SELECT * FROM uploads WHERE id = ? AND bucket = ? AND key = ?';
  const upload = context.database.get<Upload>(find, id, bucket, key);
  if (!upload) throw new S3Error('NoSuchUpload', `The specified upload does not exist: ${id}`);
  return upload;
}
