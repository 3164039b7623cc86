import { CreateBucketCommand, GetObjectCommand, GetObjectTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';

const Bucket = 'results';
let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
  await aws.s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => aws.close());

const put = (Key: string, Tagging?: string) => aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', Tagging }));
const tagsOf = async (Key: string) => (await aws.s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;

test('an object has the tags that it was written with, until it is written again', async () => {
  await put('a', 'retention-days=30&who=ada%20l%26o');
  expect(await tagsOf('a')).toEqual([
    { Key: 'retention-days', Value: '30' },
    { Key: 'who', Value: 'ada l&o' },
  ]);
  expect((await aws.s3.send(new GetObjectCommand({ Bucket, Key: 'a' }))).TagCount).toBe(2);
  await put('a');
  expect((await tagsOf('a')) ?? []).toEqual([]);
});

test.each([
  ['eleven tags', Array.from({ length: 11 }, (_, index) => `k${index}=v`).join('&'), 'BadRequest'],
  ['a key of 129 characters', `${'k'.repeat(129)}=v`, 'InvalidTag'],
  ['a value of 257 characters', `k=${'v'.repeat(257)}`, 'InvalidTag'],
  ['a key that stands there twice', 'k=1&k=2', 'InvalidTag'],
  ["a key of AWS's own", 'aws:k=1', 'InvalidTag'],
  ['what is not percent-encoded', 'k=%E0', 'InvalidArgument'],
])('%s are refused, and nothing is stored', async (_, tagging, code) => {
  expect(await refusalOf(put('refused', tagging))).toMatchObject({ name: code });
  await expect(tagsOf('refused')).rejects.toMatchObject({ name: 'NoSuchKey' });
});
