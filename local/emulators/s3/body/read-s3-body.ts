import type { IncomingMessage } from 'node:http';

import { BodyTooLargeError, readBody } from '../../http/read-body.ts';
import { S3Error } from '../s3-error.ts';
import type { Checksums } from './checksums.ts';
import { verifyChecksums } from './checksums.ts';
import { decodeAwsChunked } from './decode-aws-chunked.ts';

// Objects are held in memory while they are written; larger ones have multipart upload.
const bodyBytesMax = 256 * 1024 * 1024;

/** The bytes of the object, free of framing, and the checksums that came with them, verified. */
export async function readS3Body(request: IncomingMessage): Promise<{ body: Buffer; checksums: Checksums }> {
  const sent = await readWithinLimit(request);
  const { body, trailers } = isAwsChunked(request) ? decodeAwsChunked(sent) : { body: sent, trailers: new Map() };
  const decodedLength = request.headers['x-amz-decoded-content-length'];
  if (decodedLength !== undefined && Number(decodedLength) !== body.length) {
    throw new S3Error(
      'IncompleteBody',
      `The body has ${body.length} bytes, not the ${String(decodedLength)} announced.`,
    );
  }
  const checksums = verifyChecksums(body, (name) => {
    const value: unknown = request.headers[name] ?? trailers.get(name);
    return typeof value === 'string' ? value : undefined;
  });
  return { body, checksums };
}

async function readWithinLimit(request: IncomingMessage): Promise<Buffer> {
  try {
    return await readBody(request, bodyBytesMax);
  } catch (error) {
    if (error instanceof BodyTooLargeError) throw new S3Error('EntityTooLarge', error.message);
    throw error;
  }
}

function isAwsChunked({ headers }: IncomingMessage): boolean {
  const isStreaming = String(headers['x-amz-content-sha256']).startsWith('STREAMING-');
  return isStreaming || String(headers['content-encoding']).includes('aws-chunked');
}
