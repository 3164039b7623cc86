import { randomBytes } from 'node:crypto';

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';

const Bucket = 'results';
const partBytes = 5 * 1024 * 1024;

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
  await aws.s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => aws.close());

async function start(Key: string): Promise<string> {
  const input = { Bucket, Key, ContentType: 'application/x-ndjson', Metadata: { worker: 'archive' } };
  const { UploadId } = await aws.s3.send(new CreateMultipartUploadCommand(input));
  return UploadId!;
}

async function upload(Key: string, UploadId: string, PartNumber: number, Body: Buffer) {
  const { ETag } = await aws.s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  return { ETag, PartNumber };
}

function complete(Key: string, UploadId: string, Parts: { ETag: string | undefined; PartNumber: number }[]) {
  return aws.s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
}

test('the parts become one object, in order of their numbers', async () => {
  const [first, last] = [randomBytes(partBytes), Buffer.from('the end')];
  const id = await start('joined');
  const parts = [await upload('joined', id, 7, last)];
  parts.unshift(await upload('joined', id, 2, first));
  const { ETag } = await complete('joined', id, parts);
  expect(ETag).toMatch(/^"[\da-f]{32}-2"$/);
  const got = await aws.s3.send(new GetObjectCommand({ Bucket, Key: 'joined' }));
  expect(got).toMatchObject({ ETag, ContentType: 'application/x-ndjson', Metadata: { worker: 'archive' } });
  const body = Buffer.from(await got.Body!.transformToByteArray());
  expect(body.equals(Buffer.concat([first, last]))).toBe(true);
  expect((await refusalOf(upload('joined', id, 1, last))).name).toBe('NoSuchUpload');
});

test('parts that are too small, unknown or out of order are refused', async () => {
  const id = await start('refused');
  const first = await upload('refused', id, 1, Buffer.from('too small'));
  const second = await upload('refused', id, 2, Buffer.from('the end'));
  expect((await refusalOf(complete('refused', id, [first, second]))).name).toBe('EntityTooSmall');
  expect((await refusalOf(complete('refused', id, [second, first]))).name).toBe('InvalidPartOrder');
  const unknown = { ETag: first.ETag, PartNumber: 3 };
  expect((await refusalOf(complete('refused', id, [unknown]))).name).toBe('InvalidPart');
  const get = new GetObjectCommand({ Bucket, Key: 'refused' });
  expect((await refusalOf(aws.s3.send(get))).name).toBe('NoSuchKey');
});

test('an aborted upload leaves nothing', async () => {
  const id = await start('aborted');
  const part = await upload('aborted', id, 1, Buffer.from('x'));
  await aws.s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId: id }));
  expect((await refusalOf(complete('aborted', id, [part]))).name).toBe('NoSuchUpload');
});
