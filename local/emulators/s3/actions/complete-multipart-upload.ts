import { createHash } from 'node:crypto';

import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { checkWritePreconditions } from '../objects/check-preconditions.ts';
import { findObject } from '../objects/find-object.ts';
import { writeObject } from '../objects/write-object.ts';
import type { S3Request } from '../s3-action.ts';
import { S3Error } from '../s3-error.ts';
import { childElements, childText, parseXml, xmlAnswer } from '../s3-xml.ts';
import { requireUpload } from '../uploads/find-upload.ts';

// Every part but the last: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const partBytesMin = 5 * 1024 * 1024;

interface Part {
  readonly number: number;
  readonly etag: string;
  readonly body: Uint8Array;
}

export function completeMultipartUpload(context: EmulatorContext, request: S3Request): Answer {
  const { bucket, key } = request;
  const upload = requireUpload(context, request);
  checkWritePreconditions(request, findObject(context, { bucket, key }));
  const parts = readParts(context, request, upload.id);
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
  const written = context.database.transaction(() => {
    context.database.run('DELETE FROM uploads WHERE id = ?', upload.id);
    return writeObject(context, {
      bucket,
      key,
      body: Buffer.concat(parts.map((part) => part.body)),
      headers: JSON.parse(upload.headers),
      etag: `${createHash('md5').update(digests).digest('hex')}-${parts.length}`,
    });
  });
  const answer = xmlAnswer('CompleteMultipartUploadResult', {
    Location: `${context.url}/${bucket}/${key}`,
    Bucket: bucket,
    Key: key,
    ETag: `"${written.etag}"`,
  });
  return { ...answer, headers: { ...answer.headers, ...written.versionHeaders } };
}

/** The parts that the caller lists, which may leave out some that were uploaded. */
function readParts(context: EmulatorContext, { body }: S3Request, uploadId: string): readonly Part[] {
  const listed = childElements(parseXml(body, 'CompleteMultipartUpload'), 'Part').map((element) => ({
    number: Number(childText(element, 'PartNumber')),
    etag: childText(element, 'ETag')?.replaceAll('"', ''),
  }));
  if (listed.length === 0) throw new S3Error('MalformedXML', 'The request must list at least one part.');
  if (listed.some(({ number }, index) => index > 0 && number <= (listed[index - 1]?.number ?? 0))) {
    throw new S3Error('InvalidPartOrder', 'The list of parts was not in ascending order.');
  }
  const find = 'SELECT number, etag, body FROM upload_parts WHERE upload_id = ? AND number = ?';
  return listed.map(({ number, etag }, index) => {
    const part = context.database.get<Part>(find, uploadId, number);
    if (!part || part.etag !== etag) {
      throw new S3Error('InvalidPart', `The part ${number} was not uploaded, or with another ETag.`);
    }
    if (index < listed.length - 1 && part.body.length < partBytesMin) {
      throw new S3Error('EntityTooSmall', `The part ${number} is smaller than the ${partBytesMin} bytes allowed.`);
    }
    return part;
  });
}
