import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustBeAnswered, type Exchange } from './hostile-request.ts';
import { readAnswers, type HttpAnswer } from './read-answers.ts';
import { wireBytes, type WireRequest } from './wire-bytes.ts';

export interface Spoken {
  readonly sent: readonly WireRequest[];
  readonly answers: readonly HttpAnswer[];
  /** Bytes that came and are no complete answer. */
  readonly rest: string;
  /** `silent`: nothing more came in the time that there was. */
  readonly ended: 'answered' | 'closed' | 'silent';
  /** Why the connection broke, if it did. */
  readonly trouble: string;
  readonly milliseconds: number;
}

/** An answer that is due has this long: far more than any takes, since other programs may have the machine meanwhile. */
const DUE_WITHIN_MS = 25_000;
/** Where the receiver may rightly wait for more, it is waited for only so long. */
const MAYBE_WITHIN_MS = 400;
const DRIP_EVERY_MS = 4;

/** Sends it all over one connection of its own, as bytes, and listens until every request has its answer. */
export async function speak(port: number, exchange: Exchange): Promise<Spoken> {
  const sent = exchange.requests.map((request) => wireBytes(request, port));
  const methods = exchange.requests.map(({ method }) => method);
  const startedAt = performance.now();
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  const received: Buffer[] = [];
  let trouble = '';
  const ending = Promise.withResolvers<Spoken['ended']>();
  const failure = Promise.withResolvers<never>();
  socket.on('data', (chunk) => {
    received.push(chunk);
    try {
      const { answers } = readAnswers(Buffer.concat(received), methods);
      if (answers.length >= methods.length) ending.resolve('answered');
    } catch (error) {
      failure.reject(error);
    }
  });
  // The receiver may cut us off in the middle of what it refuses; what it said before counts.
  socket.on('error', (error) => {
    trouble = error.message;
    ending.resolve('closed');
  });
  socket.on('end', () => ending.resolve('closed'));
  socket.on('close', () => ending.resolve('closed'));
  const patience = new AbortController();
  try {
    await send(socket, Buffer.concat(sent.map(({ bytes }) => bytes)), exchange);
    const waitMs = mustBeAnswered(exchange) ? DUE_WITHIN_MS : MAYBE_WITHIN_MS;
    const silent = sleep(waitMs, 'silent' as const, { signal: patience.signal });
    silent.catch(() => undefined);
    const ended = await Promise.race([ending.promise, silent, failure.promise]);
    const milliseconds = performance.now() - startedAt;
    return { sent, ended, trouble, milliseconds, ...readAnswers(Buffer.concat(received), methods) };
  } finally {
    patience.abort();
    socket.destroy();
  }
}

async function send(socket: Socket, bytes: Buffer, { sending }: Exchange): Promise<void> {
  if (sending.kind === 'at-once') return void socket.write(bytes);
  if (sending.kind === 'drip') {
    const pieceBytes = Math.max(1, Math.ceil(bytes.length / sending.pieces));
    for (let start = 0; start < bytes.length && socket.writable; start += pieceBytes) {
      socket.write(bytes.subarray(start, start + pieceBytes));
      await sleep(DRIP_EVERY_MS);
    }
    return;
  }
  const part = bytes.subarray(0, Math.floor(bytes.length * sending.share));
  if (sending.kind === 'stop') return void socket.end(part);
  await new Promise<void>((written) => socket.write(part, () => written()));
  socket.resetAndDestroy();
}
