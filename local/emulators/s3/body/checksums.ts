import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { S3Error } from '../s3-error.ts';
import { bigEndian, crc32c, crc64nvme } from './crc.ts';

/** Base64 values by header name: x-amz-checksum-crc32 and its kind. */
export type Checksums = Readonly<Record<string, string>>;

const algorithms: Readonly<Record<string, (body: Uint8Array) => Buffer>> = {
  'x-amz-checksum-crc32': (body) => bigEndian(crc32(body)),
  'x-amz-checksum-crc32c': crc32c,
  'x-amz-checksum-crc64nvme': crc64nvme,
  'x-amz-checksum-sha1': (body) => createHash('sha1').update(body).digest(),
  'x-amz-checksum-sha256': (body) => createHash('sha256').update(body).digest(),
};

/** Compares every checksum that came with the body, as header or trailer, and returns those to keep with the object. */
export function verifyChecksums(body: Buffer, sent: (name: string) => string | undefined): Checksums {
  verifyContentMd5(body, sent('content-md5'));
  const verified: Record<string, string> = {};
  for (const [name, digest] of Object.entries(algorithms)) {
    const value = sent(name);
    if (value === undefined) continue;
    if (digest(body).toString('base64') !== value) {
      const algorithm = name.slice('x-amz-checksum-'.length).toUpperCase();
      throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
    }
    verified[name] = value;
  }
  return verified;
}

function verifyContentMd5(body: Buffer, value: string | undefined): void {
  if (value === undefined) return;
  if (Buffer.from(value, 'base64').length !== 16) {
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  }
  if (createHash('md5').update(body).digest('base64') === value) return;
  throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
}
