import {
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketVersioningCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Pipeline } from '../template/read-pipeline.ts';

/** Creates the buckets that are missing. Encryption, access rules and lifecycle have no local meaning. */
export async function createBuckets(s3: S3Client, buckets: Pipeline['buckets']) {
  for (const { name, properties } of buckets) {
    if (!(await exists(s3, name))) await s3.send(new CreateBucketCommand({ Bucket: name }));
    if (properties.VersioningConfiguration?.Status !== 'Enabled') continue;
    await s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: 'Enabled' } }));
  }
}

async function exists(s3: S3Client, name: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: name }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false;
    throw error;
  }
}
