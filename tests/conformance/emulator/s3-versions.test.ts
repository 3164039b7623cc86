import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

async function createBucket(Bucket: string, ...statuses: ('Enabled' | 'Suspended')[]) {
  await aws.s3.send(new CreateBucketCommand({ Bucket }));
  for (const Status of statuses) await setVersioning(Bucket, Status);
}

function setVersioning(Bucket: string, Status: 'Enabled' | 'Suspended') {
  return aws.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
}

async function versioningOf(Bucket: string): Promise<string | undefined> {
  return (await aws.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status;
}

async function put(Bucket: string, Key: string, Body: string): Promise<string | undefined> {
  return (await aws.s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId;
}

async function read(Bucket: string, Key: string, VersionId?: string): Promise<string> {
  const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  return Body!.transformToString();
}

test('a bucket says whether it keeps versions', async () => {
  await createBucket('asked');
  expect(await versioningOf('asked')).toBeUndefined();
  await setVersioning('asked', 'Enabled');
  expect(await versioningOf('asked')).toBe('Enabled');
});

test('every write makes a version, and each of them can be read', async () => {
  await createBucket('versioned', 'Enabled');
  const first = await put('versioned', 'config', 'one');
  const second = await put('versioned', 'config', 'two');
  expect(first).toBeDefined();
  expect(await read('versioned', 'config')).toBe('two');
  expect(await read('versioned', 'config', first)).toBe('one');
  const { Versions } = await aws.s3.send(new ListObjectVersionsCommand({ Bucket: 'versioned' }));
  expect(Versions).toMatchObject([
    { Key: 'config', VersionId: second, IsLatest: true },
    { Key: 'config', VersionId: first, IsLatest: false },
  ]);
  const missing = await refusalOf(read('versioned', 'config', 'no-such-version'));
  expect(missing.name).toBe('NoSuchVersion');
});

test('a delete hides the object behind a marker, and deleting the marker brings it back', async () => {
  await createBucket('hiding', 'Enabled');
  const version = await put('hiding', 'config', 'one');
  const hidden = await aws.s3.send(new DeleteObjectCommand({ Bucket: 'hiding', Key: 'config' }));
  expect(hidden.DeleteMarker).toBe(true);
  expect((await refusalOf(read('hiding', 'config'))).name).toBe('NoSuchKey');
  expect((await aws.s3.send(new ListObjectsV2Command({ Bucket: 'hiding' }))).KeyCount).toBe(0);
  expect(await read('hiding', 'config', version)).toBe('one');
  const input = { Bucket: 'hiding', Key: 'config', VersionId: hidden.VersionId };
  await aws.s3.send(new DeleteObjectCommand(input));
  expect(await read('hiding', 'config')).toBe('one');
});

test('an object from before versioning is the version null, and a suspended bucket writes over that one only', async () => {
  await createBucket('late');
  await put('late', 'config', 'before');
  await setVersioning('late', 'Enabled');
  const version = await put('late', 'config', 'versioned');
  expect(await read('late', 'config', 'null')).toBe('before');
  await setVersioning('late', 'Suspended');
  expect(await put('late', 'config', 'after')).toBe('null');
  expect(await read('late', 'config')).toBe('after');
  expect(await read('late', 'config', 'null')).toBe('after');
  expect(await read('late', 'config', version)).toBe('versioned');
});

test('versions are listed page by page', async () => {
  await createBucket('many', 'Enabled');
  for (const Key of ['a', 'a', 'b', 'b', 'c']) await put('many', Key, Key);
  const found: string[] = [];
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await aws.s3.send(new ListObjectVersionsCommand({ Bucket: 'many', MaxKeys: 2, ...markers }));
    found.push(...(page.Versions ?? []).map(({ Key, IsLatest }) => `${Key} ${IsLatest}`));
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    if (!page.IsTruncated) break;
  }
  expect(found).toEqual(['a true', 'a false', 'b true', 'b false', 'c true']);
});
