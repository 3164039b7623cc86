import type { EmulatorContext } from '../../emulator-context.ts';
import type { Answer } from '../../http/answer.ts';
import { requireBucket } from '../buckets/buckets.ts';
import { removeObject } from '../objects/remove-object.ts';
import type { S3Request } from '../s3-action.ts';
import { S3Error } from '../s3-error.ts';
import { childElements, childText, parseXml, xmlAnswer } from '../s3-xml.ts';

const keysMax = 1000;

export function deleteObjects(context: EmulatorContext, { bucket, body }: S3Request): Answer {
  requireBucket(context, bucket);
  const request = parseXml(body, 'Delete');
  const objects = childElements(request, 'Object');
  if (objects.length === 0 || objects.length > keysMax) {
    throw new S3Error('MalformedXML', `The request must name 1 to ${keysMax} objects, not ${objects.length}.`);
  }
  const deleted = context.database.transaction(() =>
    objects.map((object) => {
      const key = childText(object, 'Key') ?? '';
      const versionId = childText(object, 'VersionId');
      return showDeleted(key, versionId, removeObject(context, { bucket, key, versionId }));
    }),
  );
  const isQuiet = childText(request, 'Quiet') === 'true';
  return xmlAnswer('DeleteResult', isQuiet ? {} : { Deleted: deleted });
}

function showDeleted(key: string, versionId: string | undefined, headers: Readonly<Record<string, string>>): object {
  const isMarker = headers['x-amz-delete-marker'] === 'true';
  return {
    Key: key,
    ...(versionId !== undefined && { VersionId: versionId }),
    ...(isMarker && { DeleteMarker: 'true', DeleteMarkerVersionId: headers['x-amz-version-id'] }),
  };
}
