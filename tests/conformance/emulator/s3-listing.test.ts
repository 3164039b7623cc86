import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';

const Bucket = 'results';
const keys = ['a', 'archive/1', 'archive/2', 'archive/3', 'ledger/x', 'ledger/y & z', 'z', '\u{FF5E}', '\u{1F600}'];

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
  await aws.s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of keys.toReversed()) await aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});
afterAll(() => aws.close());

/** Reads all pages; each is [keys, common prefixes]. */
async function pages(options: object): Promise<string[][]> {
  const found: string[][] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await aws.s3.send(new ListObjectsV2Command({ Bucket, ...options, ContinuationToken }));
    const prefixes = (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!);
    found.push([...(page.Contents ?? []).map(({ Key }) => Key!), ...prefixes]);
    expect(page.KeyCount).toBe(found.at(-1)!.length);
    expect(page.IsTruncated).toBe(page.NextContinuationToken !== undefined);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return found;
}

test('keys come in order of their UTF-8 bytes', async () => {
  expect(await pages({})).toEqual([keys]);
});

test('a prefix, a start and a page length narrow the list', async () => {
  expect(await pages({ Prefix: 'archive/' })).toEqual([['archive/1', 'archive/2', 'archive/3']]);
  expect(await pages({ Prefix: 'archive/', StartAfter: 'archive/1' })).toEqual([['archive/2', 'archive/3']]);
  expect(await pages({ Prefix: 'archive/', MaxKeys: 2 })).toEqual([['archive/1', 'archive/2'], ['archive/3']]);
  expect(await pages({ Prefix: 'nothing' })).toEqual([[]]);
  expect(await pages({ MaxKeys: 0 })).toEqual([[]]);
});

test('keys with a delimiter after the prefix are one common prefix, over page borders too', async () => {
  const folders = ['archive/', 'ledger/'];
  expect(await pages({ Delimiter: '/' })).toEqual([['a', 'z', '\u{FF5E}', '\u{1F600}', ...folders]]);
  const singles = await pages({ Delimiter: '/', MaxKeys: 1 });
  expect(singles.flat()).toEqual(['a', 'archive/', 'ledger/', 'z', '\u{FF5E}', '\u{1F600}']);
});

test('keys can be asked for in URL encoding', async () => {
  const encoded = await pages({ Prefix: 'ledger/', EncodingType: 'url' });
  expect(encoded).toEqual([['ledger/x', 'ledger/y%20%26%20z']]);
});

test('each entry tells size, ETag and time', async () => {
  const before = Date.now() - 60_000;
  const { Contents } = await aws.s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'a', MaxKeys: 1 }));
  expect(Contents).toMatchObject([{ Key: 'a', Size: 1, ETag: '"0cc175b9c0f1b6a831c399e269772661"' }]);
  expect(Contents![0]!.LastModified!.getTime()).toBeGreaterThan(before);
});

test('a bucket that does not exist has no list', async () => {
  const refusal = await refusalOf(aws.s3.send(new ListObjectsV2Command({ Bucket: 'missing' })));
  expect(refusal.name).toBe('NoSuchBucket');
});
