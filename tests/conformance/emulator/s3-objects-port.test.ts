// The port that the functions read their sources through, over the real SDK, against the emulator.
import { CreateBucketCommand, DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import { createObjects } from '#shared/aws/objects.ts';
import type { Objects } from '#shared/ports.ts';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';

const Bucket = 'config';
const Key = 'config/sources.json';

let aws: EmulatorClients;
let objects: Objects;
beforeAll(async () => {
  aws = await startEmulatorClients();
  await aws.s3.send(new CreateBucketCommand({ Bucket }));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.emulators.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  objects = createObjects(Bucket);
});
afterAll(() => aws.close());

const put = (Body: string) => aws.s3.send(new PutObjectCommand({ Bucket, Key, Body }));

async function read(): Promise<{ text: string; etag: string }> {
  const stored = await objects.get(Key);
  if (stored === 'missing') throw new Error(`${Key} is missing`);
  return { text: Buffer.from(stored.bytes).toString(), etag: stored.etag };
}

test('a reader learns that its object is unchanged, that it changed, and that it is gone', async () => {
  await put('one');
  const { etag } = await read();
  expect(await objects.getIfChanged(Key, etag)).toBe('unchanged');
  await put('two');
  expect(await objects.getIfChanged(Key, etag)).toMatchObject({ bytes: Buffer.from('two') });
  await aws.s3.send(new DeleteObjectCommand({ Bucket, Key }));
  expect(await objects.getIfChanged(Key, etag)).toBe('missing');
});

test('an unchanged object is told so without a checksum, which would be of a body that is not there', async () => {
  const { ETag } = await put('one');
  const condition = { IfNoneMatch: ETag, ChecksumMode: 'ENABLED' as const };
  expect((await refusalOf(aws.s3.send(new HeadObjectCommand({ Bucket, Key, ...condition })))).status).toBe(304);
  const headers = { 'if-none-match': ETag!, 'x-amz-checksum-mode': 'ENABLED' };
  for (const method of ['GET', 'HEAD']) {
    const response = await fetch(`${aws.emulators.url}/${Bucket}/${Key}`, { method, headers });
    expect(response.status).toBe(304);
    expect([...response.headers.keys()].filter((name) => name.startsWith('x-amz-checksum-'))).toEqual([]);
  }
});
