// The operations of S3 that local mode has: by method, by what the path names, and by the query that tells them apart.
import type { S3Action } from '../s3-action.ts';
import { abortMultipartUpload } from './abort-multipart-upload.ts';
import { completeMultipartUpload } from './complete-multipart-upload.ts';
import { copyObject } from './copy-object.ts';
import { createBucket } from './create-bucket.ts';
import { createMultipartUpload } from './create-multipart-upload.ts';
import { deleteBucket } from './delete-bucket.ts';
import { deleteObject } from './delete-object.ts';
import { deleteObjects } from './delete-objects.ts';
import { getBucketVersioning } from './get-bucket-versioning.ts';
import { getObject } from './get-object.ts';
import { getObjectTagging } from './get-object-tagging.ts';
import { headBucket } from './head-bucket.ts';
import { headObject } from './head-object.ts';
import { listBuckets } from './list-buckets.ts';
import { listObjectVersions } from './list-object-versions.ts';
import { listObjectsV2 } from './list-objects-v2.ts';
import { putBucketVersioning } from './put-bucket-versioning.ts';
import { putObject } from './put-object.ts';
import { uploadPart } from './upload-part.ts';

export interface S3Operation {
  readonly on: 'service' | 'bucket' | 'object';
  readonly method: string;
  /** Query names that must be there; they choose the operation. */
  readonly needs?: readonly string[];
  /** Query names that may be there. */
  readonly takes?: readonly string[];
  /** A header that must be there. */
  readonly header?: string;
  /** What whoever calls it must be allowed: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
  readonly right: string;
  readonly action: S3Action;
}

const listing = ['prefix', 'delimiter', 'max-keys', 'encoding-type'];
const responses = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-type'];
const reading = ['versionId', 'response-expires', ...responses.map((name) => `response-${name}`)];

export const s3Operations: readonly S3Operation[] = [
  { on: 'service', method: 'GET', right: 'ListAllMyBuckets', action: listBuckets },
  { on: 'bucket', method: 'PUT', right: 'CreateBucket', action: createBucket },
  { on: 'bucket', method: 'HEAD', right: 'ListBucket', action: headBucket },
  { on: 'bucket', method: 'DELETE', right: 'DeleteBucket', action: deleteBucket },
  { on: 'bucket', method: 'GET', needs: ['versioning'], right: 'GetBucketVersioning', action: getBucketVersioning },
  { on: 'bucket', method: 'PUT', needs: ['versioning'], right: 'PutBucketVersioning', action: putBucketVersioning },
  {
    on: 'bucket',
    method: 'GET',
    needs: ['list-type'],
    takes: [...listing, 'continuation-token', 'start-after', 'fetch-owner'],
    right: 'ListBucket',
    action: listObjectsV2,
  },
  {
    on: 'bucket',
    method: 'GET',
    needs: ['versions'],
    takes: ['prefix', 'max-keys', 'encoding-type', 'key-marker', 'version-id-marker'],
    right: 'ListBucketVersions',
    action: listObjectVersions,
  },
  { on: 'bucket', method: 'POST', needs: ['delete'], right: 'DeleteObject', action: deleteObjects },
  { on: 'object', method: 'PUT', header: 'x-amz-copy-source', right: 'PutObject', action: copyObject },
  { on: 'object', method: 'PUT', right: 'PutObject', action: putObject },
  { on: 'object', method: 'PUT', needs: ['partNumber', 'uploadId'], right: 'PutObject', action: uploadPart },
  { on: 'object', method: 'GET', takes: reading, right: 'GetObject', action: getObject },
  {
    on: 'object',
    method: 'GET',
    needs: ['tagging'],
    takes: ['versionId'],
    right: 'GetObjectTagging',
    action: getObjectTagging,
  },
  { on: 'object', method: 'HEAD', takes: reading, right: 'GetObject', action: headObject },
  { on: 'object', method: 'DELETE', takes: ['versionId'], right: 'DeleteObject', action: deleteObject },
  { on: 'object', method: 'POST', needs: ['uploads'], right: 'PutObject', action: createMultipartUpload },
  { on: 'object', method: 'POST', needs: ['uploadId'], right: 'PutObject', action: completeMultipartUpload },
  { on: 'object', method: 'DELETE', needs: ['uploadId'], right: 'AbortMultipartUpload', action: abortMultipartUpload },
];
