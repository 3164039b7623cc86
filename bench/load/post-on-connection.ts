import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
  /** Undefined where the sender is not asked to come again. */
  readonly retryAfterSeconds: number | undefined;
}

export interface Connection {
  /** One at a time. */
  readonly post: (request: Buffer) => Promise<RawAnswer>;
  readonly close: () => void;
}

/**
 * A connection that is kept alive and writes requests as they are: with node:http the sender would take as much of the two
 * cores as the pipeline that is measured. Every answer of local mode has a content-length.
 */
export function openConnection(port: number): Connection {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let received: Buffer = Buffer.alloc(0);
  let waiting: PromiseWithResolvers<RawAnswer> | undefined;
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answer = readAnswer(received);
    if (answer === undefined) return;
    received = received.subarray(answer.bytes);
    waiting?.resolve(answer);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('The pipeline closed the connection.')));
  return {
    post(request) {
      waiting = Promise.withResolvers();
      socket.write(request);
      return waiting.promise;
    },
    close: () => socket.destroy(),
  };
}

function readAnswer(received: Buffer): (RawAnswer & { readonly bytes: number }) | undefined {
  const headEnds = received.indexOf('\r\n\r\n');
  if (headEnds === -1) return undefined;
  const head = received.toString('latin1', 0, headEnds);
  const bodyBytes = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const bytes = headEnds + 4 + bodyBytes;
  if (received.length < bytes) return undefined;
  const retryAfter = /\r\nretry-after: (\d+)/i.exec(head)?.[1];
  return {
    bytes,
    status: Number(head.slice(9, 12)),
    body: received.toString('utf8', headEnds + 4, bytes),
    retryAfterSeconds: retryAfter === undefined ? undefined : Number(retryAfter),
  };
}
