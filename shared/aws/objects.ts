import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Objects, ObjectType, StoredObject } from '../ports.ts';
import { behindAQueue, type ClientSettings } from './client-settings.ts';
import { withoutCallLog } from './without-call-log.ts';

export function createObjects(bucket: string, settings: ClientSettings = behindAQueue): Objects {
  const client = withoutCallLog(new S3Client(settings));

  const get = async (key: string, etag?: string): Promise<StoredObject | 'missing' | 'unchanged'> => {
    try {
      const stored = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfNoneMatch: etag }));
      const bytes = await stored.Body?.transformToByteArray();
      return { bytes: Buffer.from(bytes ?? []), etag: stored.ETag ?? '' };
    } catch (error) {
      // An S3 that sends a checksum with its 304 makes the SDK throw a plain error about the empty body.
      if (statusOf(error) === 304) return 'unchanged';
      if (error instanceof S3ServiceException && error.name === 'NoSuchKey') return 'missing';
      throw error;
    }
  };

  return {
    bucket,
    getIfChanged: get,
    async get(key) {
      const stored = await get(key);
      // S3 answers 304 only where an ETag was sent.
      if (stored === 'unchanged') throw new Error(`S3 said that ${key} is unchanged without being asked`);
      return stored;
    },
    async put(key, bytes, type) {
      await client.send(new PutObjectCommand(putInput(bucket, key, bytes, type)));
    },
    async putIfAbsent(key, bytes, type) {
      try {
        await client.send(new PutObjectCommand({ ...putInput(bucket, key, bytes, type), IfNoneMatch: '*' }));
        return 'stored';
      } catch (error) {
        // 409 says that another write of this key is under way: which of the two wins is not known yet, so it is thrown.
        if (statusOf(error) === 412) return 'present';
        throw error;
      }
    },
    async putIfUnchanged(key, etag, bytes, type) {
      try {
        await client.send(new PutObjectCommand({ ...putInput(bucket, key, bytes, type), IfMatch: etag }));
        return 'stored';
      } catch (error) {
        // 409: another write was under way and this one was not done; 404: somebody removed the object.
        if ([404, 409, 412].includes(statusOf(error) ?? 0)) return 'changed';
        throw error;
      }
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    async *list(prefix, after) {
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: after, ContinuationToken: token }),
        );
        for (const { Key, Size } of page.Contents ?? []) if (Key !== undefined) yield { key: Key, bytes: Size ?? 0 };
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
  };
}

function putInput(bucket: string, key: string, bytes: Buffer, type: ObjectType) {
  const { contentType, contentEncoding, retentionDays } = type;
  const kept = { Bucket: bucket, Key: key, Body: bytes, ContentType: contentType, ContentEncoding: contentEncoding };
  // A rule of shared/resources/retention.cjs goes by it.
  return retentionDays === undefined ? kept : { ...kept, Tagging: `retention-days=${retentionDays}` };
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { $metadata: metadata } = error;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
