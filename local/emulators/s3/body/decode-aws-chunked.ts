import { S3Error } from '../s3-error.ts';

interface Decoded {
  readonly body: Buffer;
  /** Names in lower case. */
  readonly trailers: ReadonlyMap<string, string>;
}

/**
 * Takes apart what SDKs send as `aws-chunked`: chunks of `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n`, a chunk of
 * size 0, then trailers with the checksum of the whole.
 */
export function decodeAwsChunked(framed: Buffer): Decoded {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = framed.indexOf('\r\n', position);
    const size = Number.parseInt(framed.toString('latin1', position, lineEnd), 16);
    const start = lineEnd + 2;
    const end = start + size;
    if (lineEnd < 0 || Number.isNaN(size) || end > framed.length) throw incomplete();
    if (size === 0) return { body: Buffer.concat(chunks), trailers: parseTrailers(framed.subarray(start)) };
    chunks.push(framed.subarray(start, end));
    position = end + 2;
  }
}

function parseTrailers(bytes: Buffer): ReadonlyMap<string, string> {
  const trailers = new Map<string, string>();
  for (const line of bytes.toString('latin1').split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return trailers;
}

function incomplete(): S3Error {
  return new S3Error('IncompleteBody', 'The aws-chunked body ended before its last chunk.');
}
