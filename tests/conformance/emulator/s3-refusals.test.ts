import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';

const Bucket = 'results';
const Key = 'kept';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
  await aws.s3.send(new CreateBucketCommand({ Bucket }));
  await aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'unharmed' }));
});
afterAll(() => aws.close());

const calls: Record<string, () => Promise<unknown>> = {
  PutObjectTagging: () =>
    aws.s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } })),
  DeleteObjectTagging: () => aws.s3.send(new DeleteObjectTaggingCommand({ Bucket, Key })),
  PutBucketPolicy: () => aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' })),
  DeleteBucketPolicy: () => aws.s3.send(new DeleteBucketPolicyCommand({ Bucket })),
  PutBucketEncryption: () =>
    aws.s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [] } })),
  PutPublicAccessBlock: () =>
    aws.s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} })),
  PutBucketLifecycleConfiguration: () =>
    aws.s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [] } })),
  'ListObjects of version 1': () => aws.s3.send(new ListObjectsCommand({ Bucket })),
};

test.each(Object.keys(calls))('%s is refused as not implemented and touches nothing', async (name) => {
  expect(await refusalOf(calls[name]!())).toMatchObject({ name: 'NotImplemented', status: 501 });
  await aws.s3.send(new HeadBucketCommand({ Bucket }));
  const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await Body!.transformToString()).toBe('unharmed');
});

test('a query that nobody knows is refused whatever the method', async () => {
  for (const method of ['GET', 'PUT', 'POST', 'DELETE']) {
    const response = await fetch(`${aws.emulators.url}/${Bucket}/${Key}?surprise`, { method });
    expect(response.status).toBe(501);
    expect(await response.text()).toContain('surprise');
  }
});

function presignedUrl(signedAt: Date): string {
  const date = signedAt.toISOString().replace(/[-:]|\.\d{3}/g, '');
  return `${aws.emulators.url}/${Bucket}/${Key}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=${date}&X-Amz-Expires=60`;
}

test('a presigned URL works until it has run out', async () => {
  const fresh = await fetch(`${presignedUrl(new Date())}&response-content-type=text%2Fplain`);
  expect(fresh.status).toBe(200);
  expect(fresh.headers.get('content-type')).toBe('text/plain');
  const expired = await fetch(presignedUrl(new Date(Date.now() - 61_000)));
  expect(expired.status).toBe(403);
  expect(await expired.text()).toContain('<Code>AccessDenied</Code>');
});

test('a URL presigned with the older signature works until it has run out', async () => {
  const object = `${aws.emulators.url}/${Bucket}/${Key}`;
  const url = (expiresAt: number) => `${object}?AWSAccessKeyId=x&Signature=y&Expires=${Math.floor(expiresAt / 1000)}`;
  expect((await fetch(url(Date.now() + 60_000))).status).toBe(200);
  expect((await fetch(url(Date.now() - 1000))).status).toBe(403);
});

test('an invalid bucket name and a document that is not XML are refused in S3 terms', async () => {
  const put = await fetch(`${aws.emulators.url}/Not_A_Bucket`, { method: 'PUT' });
  expect(await put.text()).toContain('<Code>InvalidBucketName</Code>');
  const remove = await fetch(`${aws.emulators.url}/${Bucket}?delete`, { method: 'POST', body: '<Delete' });
  expect(await remove.text()).toContain('<Code>MalformedXML</Code>');
});
