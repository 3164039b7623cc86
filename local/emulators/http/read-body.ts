import type { IncomingMessage } from 'node:http';

export class BodyTooLargeError extends Error {
  constructor(bytesMax: number) {
    super(`The request body is larger than the ${bytesMax} bytes that local mode accepts.`);
    this.name = 'BodyTooLargeError';
  }
}

/** Reads the whole body, and stops keeping it beyond the bound so that one request cannot exhaust memory. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // The rest is still read: an answer to a client that goes on writing would be lost in a reset connection.
  for await (const chunk of request) {
    const part: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes <= bytesMax) chunks.push(part);
  }
  if (bytes > bytesMax) throw new BodyTooLargeError(bytesMax);
  const [only] = chunks;
  return only && chunks.length === 1 ? only : Buffer.concat(chunks);
}
