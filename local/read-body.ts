import type { IncomingMessage } from 'node:http';

// What a sender may still push after its answer is settled; beyond that its connection is cut.
const drainedBytesMax = 64 * 1024 * 1024;

/**
 * The whole body, or 'too-large' as soon as that is certain. The rest is then read and forgotten, so that the sender
 * gets to read its answer and the connection can go on. Rejects when the sender hangs up half-way.
 */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | 'too-large'> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | 'too-large'>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  function refuse(): void {
    chunks.length = 0;
    resolve('too-large');
  }
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) refuse();
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > drainedBytesMax) return void request.destroy();
    if (bytes > bytesMax) return refuse();
    chunks.push(chunk);
  });
  request.on('end', () => resolve(Buffer.concat(chunks)));
  request.on('error', reject);
  request.on('close', () => reject(new Error('The sender hung up before its request was complete')));
  return promise;
}
