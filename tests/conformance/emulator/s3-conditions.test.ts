import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
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

function put(Key: string, Body: string, condition: { IfNoneMatch?: string; IfMatch?: string | undefined } = {}) {
  return aws.s3.send(new PutObjectCommand({ Bucket, Key, Body, ...condition }));
}

async function read(Key: string): Promise<string> {
  const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body!.transformToString();
}

test('If-None-Match: * writes an object that is absent and leaves one that is there', async () => {
  await put('entry', 'first', { IfNoneMatch: '*' });
  const refusal = await refusalOf(put('entry', 'second', { IfNoneMatch: '*' }));
  expect(refusal).toMatchObject({ name: 'PreconditionFailed', status: 412 });
  expect(await read('entry')).toBe('first');
  await aws.s3.send(new DeleteObjectCommand({ Bucket, Key: 'entry' }));
  await put('entry', 'third', { IfNoneMatch: '*' });
});

test('of twenty writers with If-None-Match: * exactly one wins, and its object is the one kept', async () => {
  const bodies = Array.from({ length: 20 }, (_, index) => `writer ${index} `.repeat(2000));
  const outcomes = await Promise.allSettled(bodies.map((body) => put('race', body, { IfNoneMatch: '*' })));
  const winners = bodies.filter((_, index) => outcomes[index]!.status === 'fulfilled');
  expect(winners).toEqual([await read('race')]);
});

test('If-Match writes over the version that the writer knows, and no other', async () => {
  const { ETag } = await put('config', 'one');
  const { ETag: current } = await put('config', 'two', { IfMatch: ETag });
  const refusal = await refusalOf(put('config', 'three', { IfMatch: ETag }));
  expect(refusal).toMatchObject({ name: 'PreconditionFailed', status: 412 });
  expect(await read('config')).toBe('two');
  await put('config', 'four', { IfMatch: current });
  expect((await refusalOf(put('absent', 'x', { IfMatch: ETag }))).name).toBe('NoSuchKey');
});

test('If-Match deletes only the version that the caller knows', async () => {
  const { ETag } = await put('guarded', 'one');
  await put('guarded', 'two');
  const command = new DeleteObjectCommand({ Bucket, Key: 'guarded', IfMatch: ETag });
  expect((await refusalOf(aws.s3.send(command))).status).toBe(412);
  expect(await read('guarded')).toBe('two');
});

test('a reader that has the object already is answered 304, one that has another 412', async () => {
  const { ETag } = await put('sources.json', '{}');
  const get = (condition: object) =>
    refusalOf(aws.s3.send(new GetObjectCommand({ Bucket, Key: 'sources.json', ...condition })));
  expect((await get({ IfNoneMatch: ETag })).status).toBe(304);
  expect((await get({ IfMatch: '"another"' })).status).toBe(412);
  expect((await get({ IfModifiedSince: new Date(Date.now() + 60_000) })).status).toBe(304);
  expect((await get({ IfUnmodifiedSince: new Date(0) })).status).toBe(412);
  const changed = new GetObjectCommand({
    Bucket,
    Key: 'sources.json',
    IfNoneMatch: '"another"',
    IfModifiedSince: new Date(0),
  });
  expect(await (await aws.s3.send(changed)).Body!.transformToString()).toBe('{}');
});

test('an unchanged object is told so without a checksum, which would be of a body that is not there', async () => {
  const { ETag } = await put('unchanged', 'one');
  const condition = { IfNoneMatch: ETag, ChecksumMode: 'ENABLED' as const };
  const head = aws.s3.send(new HeadObjectCommand({ Bucket, Key: 'unchanged', ...condition }));
  expect((await refusalOf(head)).status).toBe(304);
  const headers = { 'if-none-match': ETag!, 'x-amz-checksum-mode': 'ENABLED' };
  for (const method of ['GET', 'HEAD']) {
    const response = await fetch(`${aws.emulators.url}/${Bucket}/unchanged`, { method, headers });
    expect(response.status).toBe(304);
    expect([...response.headers.keys()].filter((name) => name.startsWith('x-amz-checksum-'))).toEqual([]);
  }
});
