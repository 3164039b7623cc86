import type { ClientRequest, IncomingMessage } from 'node:http';
import type { ReadAnswer } from '../ports.ts';

/** The whole answer. @throws when it is longer than that, cut short, or not there before the signal aborts */
export function readBody(outgoing: ClientRequest, bytesMax: number, signal: AbortSignal): Promise<ReadAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadAnswer>();
  const abort = () => {
    reject(signal.reason);
    outgoing.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  outgoing.on('error', reject);
  outgoing.once('response', (incoming: IncomingMessage) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) {
        chunks.push(chunk);
        return;
      }
      reject(new Error(`The answer has more than ${bytesMax} bytes`));
      outgoing.destroy();
    });
    incoming.on('error', reject);
    incoming.once('end', () => resolve({ status: incoming.statusCode ?? 0, bytes: Buffer.concat(chunks) }));
  });
  outgoing.once('close', () => reject(new Error('The connection was closed before an answer came')));
  return promise.finally(() => signal.removeEventListener('abort', abort));
}
