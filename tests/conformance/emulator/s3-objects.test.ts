import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';

const Bucket = 'results';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
  await aws.s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => aws.close());

async function read(Key: string, options: { Range?: string } = {}): Promise<Buffer> {
  const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket, Key, ...options }));
  return Buffer.from(await Body!.transformToByteArray());
}

test('an object comes back byte for byte, with what was said about it', async () => {
  const body = gzipSync('{"id":1}\n');
  const put = await aws.s3.send(
    new PutObjectCommand({
      Bucket,
      Key: 'archive/hour=01/a.ndjson.gz',
      Body: body,
      ContentType: 'application/x-ndjson',
      ContentEncoding: 'gzip',
      CacheControl: 'no-store',
      Metadata: { worker: 'archive' },
    }),
  );
  const got = await aws.s3.send(new GetObjectCommand({ Bucket, Key: 'archive/hour=01/a.ndjson.gz' }));
  expect(got).toMatchObject({
    ContentType: 'application/x-ndjson',
    ContentEncoding: 'gzip',
    CacheControl: 'no-store',
    Metadata: { worker: 'archive' },
    ContentLength: body.length,
    ETag: put.ETag,
  });
  expect(Buffer.from(await got.Body!.transformToByteArray())).toEqual(body);
  const head = await aws.s3.send(new HeadObjectCommand({ Bucket, Key: 'archive/hour=01/a.ndjson.gz' }));
  expect(head).toMatchObject({ ContentLength: body.length, ContentEncoding: 'gzip', ETag: put.ETag });
});

test('an object of 64 MiB is stored whole', async () => {
  const body = randomBytes(64 * 1024 * 1024);
  await aws.s3.send(new PutObjectCommand({ Bucket, Key: 'large', Body: body }));
  expect((await read('large')).equals(body)).toBe(true);
});

test('a streamed body is stored without the framing it travelled in', async () => {
  const body = randomBytes(300_000);
  const stream = Readable.from([body.subarray(0, 100_000), body.subarray(100_000)]);
  await aws.s3.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body: stream, ContentLength: body.length }));
  expect((await read('streamed')).equals(body)).toBe(true);
  const head = await aws.s3.send(new HeadObjectCommand({ Bucket, Key: 'streamed' }));
  expect(head.ContentEncoding).toBeUndefined();
});

test.each(['a b+c%20d', 'ü/🎉', '../up', 'double//slash/', "'(quoted)'&<x>", '2026'])(
  'the key %j is kept',
  async (Key) => {
    await aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    expect((await read(Key)).toString()).toBe(Key);
    const { Deleted } = await aws.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
    expect(Deleted).toEqual([{ Key }]);
    expect((await refusalOf(read(Key))).name).toBe('NoSuchKey');
  },
);

test('a range returns its bytes', async () => {
  await aws.s3.send(new PutObjectCommand({ Bucket, Key: 'digits', Body: '0123456789' }));
  expect((await read('digits', { Range: 'bytes=2-4' })).toString()).toBe('234');
  expect((await read('digits', { Range: 'bytes=7-' })).toString()).toBe('789');
  expect((await read('digits', { Range: 'bytes=-2' })).toString()).toBe('89');
  expect((await read('digits', { Range: 'bytes=8-100' })).toString()).toBe('89');
  const got = await aws.s3.send(new GetObjectCommand({ Bucket, Key: 'digits', Range: 'bytes=0-0' }));
  expect(got.ContentRange).toBe('bytes 0-0/10');
  expect(await refusalOf(read('digits', { Range: 'bytes=10-' }))).toMatchObject({ name: 'InvalidRange', status: 416 });
});

test('a deleted object is gone, and deleting it again is no error', async () => {
  await aws.s3.send(new PutObjectCommand({ Bucket, Key: 'short-lived', Body: 'x' }));
  const remove = () => aws.s3.send(new DeleteObjectCommand({ Bucket, Key: 'short-lived' }));
  await remove();
  await remove();
  const missing = await refusalOf(aws.s3.send(new HeadObjectCommand({ Bucket, Key: 'short-lived' })));
  expect(missing).toMatchObject({ name: 'NotFound', status: 404 });
});

test('a thousand keys, each with an ampersand, are deleted at once', async () => {
  await aws.s3.send(new PutObjectCommand({ Bucket, Key: 'a&b 7', Body: 'x' }));
  const Objects = Array.from({ length: 1000 }, (_, index) => ({ Key: `a&b ${index}` }));
  const { Deleted } = await aws.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted).toHaveLength(1000);
  expect((await refusalOf(read('a&b 7'))).name).toBe('NoSuchKey');
});

test('a copy has the body and metadata of its source, or metadata of its own', async () => {
  await aws.s3.send(new PutObjectCommand({ Bucket, Key: 'source +', Body: 'copied', Metadata: { from: 'source' } }));
  const CopySource = `${Bucket}/${encodeURIComponent('source +')}`;
  await aws.s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
  const copy = await aws.s3.send(new GetObjectCommand({ Bucket, Key: 'copy' }));
  expect(copy.Metadata).toEqual({ from: 'source' });
  expect(await copy.Body!.transformToString()).toBe('copied');
  const replace = { CopySource, MetadataDirective: 'REPLACE', Metadata: { from: 'copy' } } as const;
  await aws.s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', ...replace }));
  expect((await aws.s3.send(new HeadObjectCommand({ Bucket, Key: 'copy' }))).Metadata).toEqual({ from: 'copy' });
});

test('buckets are created, found, listed, and deleted when they are empty', async () => {
  await aws.s3.send(new CreateBucketCommand({ Bucket: 'short-lived' }));
  await aws.s3.send(new CreateBucketCommand({ Bucket: 'short-lived' }));
  await aws.s3.send(new HeadBucketCommand({ Bucket: 'short-lived' }));
  const { Buckets } = await aws.s3.send(new ListBucketsCommand({}));
  expect(Buckets!.map(({ Name }) => Name)).toEqual([Bucket, 'short-lived']);
  await aws.s3.send(new PutObjectCommand({ Bucket: 'short-lived', Key: 'x', Body: 'x' }));
  const remove = () => aws.s3.send(new DeleteBucketCommand({ Bucket: 'short-lived' }));
  expect((await refusalOf(remove())).name).toBe('BucketNotEmpty');
  await aws.s3.send(new DeleteObjectCommand({ Bucket: 'short-lived', Key: 'x' }));
  await remove();
  const put = new PutObjectCommand({ Bucket: 'short-lived', Key: 'x', Body: 'x' });
  expect(await refusalOf(aws.s3.send(put))).toMatchObject({ name: 'NoSuchBucket', status: 404 });
});
