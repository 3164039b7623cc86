import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';

import { crc32c, crc64nvme } from '../../../local/emulators/s3/body/crc.ts';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';

const Bucket = 'results';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
  await aws.s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => aws.close());

// The check values of the catalogue of parametrised CRC algorithms, for the text "123456789".
test('the two checks that Node does not have give their published values', () => {
  expect(crc32c(Buffer.from('123456789')).toString('hex')).toBe('e3069283');
  expect(crc64nvme(Buffer.from('123456789')).toString('hex')).toBe('ae8b14860a799888');
});

test.each(['CRC32', 'SHA1', 'SHA256'] as const)(
  'a %s that the SDK computes is verified, kept and shown',
  async (algorithm) => {
    const put = await aws.s3.send(
      new PutObjectCommand({ Bucket, Key: algorithm, Body: 'checked', ChecksumAlgorithm: algorithm }),
    );
    const got = await aws.s3.send(new GetObjectCommand({ Bucket, Key: algorithm, ChecksumMode: 'ENABLED' }));
    expect(got[`Checksum${algorithm}`]).toBe(put[`Checksum${algorithm}`]);
    expect(got[`Checksum${algorithm}`]).toBeDefined();
    expect(await got.Body!.transformToString()).toBe('checked');
  },
);

const zeros = (bytes: number) => Buffer.alloc(bytes).toString('base64');

test.each([
  ['CRC32', { ChecksumCRC32: zeros(4) }],
  ['CRC32C', { ChecksumCRC32C: zeros(4) }],
  ['CRC64NVME', { ChecksumCRC64NVME: zeros(8) }],
  ['SHA1', { ChecksumSHA1: zeros(20) }],
  ['SHA256', { ChecksumSHA256: zeros(32) }],
  ['Content-MD5', { ContentMD5: zeros(16) }],
])('a wrong %s is refused and nothing is stored', async (_, checksum) => {
  const put = new PutObjectCommand({ Bucket, Key: 'wrong', Body: 'x', ...checksum });
  expect((await refusalOf(aws.s3.send(put))).name).toBe('BadDigest');
  expect((await refusalOf(aws.s3.send(new GetObjectCommand({ Bucket, Key: 'wrong' })))).name).toBe('NoSuchKey');
});

test('a Content-MD5 of another length is no digest', async () => {
  const put = new PutObjectCommand({ Bucket, Key: 'wrong', Body: 'x', ContentMD5: 'abc' });
  expect((await refusalOf(aws.s3.send(put))).name).toBe('InvalidDigest');
});

function sendChunked(key: string, body: string) {
  const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'x-amz-decoded-content-length': '5' };
  return fetch(`${aws.emulators.url}/${Bucket}/${key}`, { method: 'PUT', headers, body });
}

test('a chunked body is joined, and its trailing checksum verified', async () => {
  const chunks = '3;chunk-signature=abc\r\nhel\r\n2\r\nlo\r\n0\r\n';
  const good = await sendChunked('chunked', `${chunks}x-amz-checksum-crc32: NhCmhg==\r\n\r\n`);
  expect(good.status).toBe(200);
  const got = await aws.s3.send(new GetObjectCommand({ Bucket, Key: 'chunked', ChecksumMode: 'ENABLED' }));
  expect(got.ChecksumCRC32).toBe('NhCmhg==');
  expect(await got.Body!.transformToString()).toBe('hello');
  const bad = await sendChunked('chunked', `${chunks}x-amz-checksum-crc32: AAAAAA==\r\n\r\n`);
  expect(await bad.text()).toContain('<Code>BadDigest</Code>');
});

test('a chunked body that ends too early is refused', async () => {
  const cut = await sendChunked('cut', '5\r\nhel');
  expect(await cut.text()).toContain('<Code>IncompleteBody</Code>');
  const short = await sendChunked('cut', '3\r\nhel\r\n0\r\n\r\n');
  expect(await short.text()).toContain('<Code>IncompleteBody</Code>');
});

test('a part of no upload is refused', async () => {
  const part = new UploadPartCommand({ Bucket, Key: 'x', UploadId: 'none', PartNumber: 1, Body: 'x' });
  expect((await refusalOf(aws.s3.send(part))).name).toBe('NoSuchUpload');
});
