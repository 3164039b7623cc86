import type { Access } from '../access.ts';
import type { S3Operation } from './actions/index.ts';
import type { S3Request } from './s3-action.ts';
import { childElements, childText, parseXml } from './s3-xml.ts';

const arnOf = (bucket: string, key = ''): string => `arn:aws:s3:::${bucket}${key && `/${key}`}`;

/** What a call needs: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export function accessesOf({ on, method, right }: S3Operation, request: S3Request): readonly Access[] {
  const { bucket, key, query, headers, body } = request;
  const action = `s3:${right}${query.has('versionId') ? 'Version' : ''}`;
  if (on === 'service') return [{ action, resource: '*' }];
  if (on === 'bucket' && method === 'POST') {
    const keys = childElements(parseXml(body, 'Delete'), 'Object').map((object) => childText(object, 'Key') ?? '');
    return keys.map((one) => ({ action, resource: arnOf(bucket, one) }));
  }
  if (on === 'bucket') return [{ action, resource: arnOf(bucket), context: listed(query) }];
  const resource = arnOf(bucket, key);
  const needed: Access[] = [{ action, resource }];
  if (headers['x-amz-tagging'] !== undefined) needed.push({ action: 's3:PutObjectTagging', resource });
  // A write that compares reads: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
  if (method === 'PUT' && headers['if-match'] !== undefined) needed.push({ action: 's3:GetObject', resource });
  const source = headers['x-amz-copy-source'];
  if (typeof source === 'string') {
    const [from = ''] = decodeURIComponent(source).replace(/^\//, '').split('?');
    needed.push({ action: 's3:GetObject', resource: `arn:aws:s3:::${from}` });
  }
  return needed;
}

/**
 * Whoever may not list a bucket is not told that it lacks an object: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 * Nobody says whether the prefix is then none or the key, so both must be allowed.
 */
export function accessesToSeeAbsence({ bucket, key }: Pick<S3Request, 'bucket' | 'key'>): readonly Access[] {
  const access = { action: 's3:ListBucket', resource: arnOf(bucket) };
  return [access, { ...access, context: { 's3:prefix': [key] } }];
}

function listed(query: URLSearchParams) {
  return query.has('list-type') || query.has('versions') ? { 's3:prefix': [query.get('prefix') ?? ''] } : {};
}
