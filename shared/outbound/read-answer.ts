import type { ClientRequest, IncomingMessage } from 'node:http';
import type { OutboundAnswer } from '../ports.ts';

/** Nobody reads the body; this much is taken so that the connection can be kept. */
const BODY_BYTES_MAX = 64 * 1024;

/**
 * The answer's status and headers, once its body is over. A status that has come counts, whatever becomes of the body: the
 * host has answered, and to ask again would deliver twice. When the signal aborts, the connection is destroyed.
 */
export function readAnswer(outgoing: ClientRequest, signal: AbortSignal): Promise<OutboundAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<OutboundAnswer>();
  let answer: OutboundAnswer | undefined;
  const settle = (error: unknown) => (answer ? resolve(answer) : reject(error));
  const abort = () => {
    settle(signal.reason);
    outgoing.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  outgoing.on('error', settle);
  outgoing.once('response', (incoming) => {
    answer = { status: incoming.statusCode ?? 0, headers: headersOf(incoming) };
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) outgoing.destroy();
    });
    incoming.on('error', settle).once('close', () => settle(undefined));
  });
  outgoing.once('close', () => settle(new Error('The connection was closed before an answer came')));
  return promise.finally(() => signal.removeEventListener('abort', abort));
}

const headersOf = ({ headers }: IncomingMessage) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(', ')]],
    ),
  );
