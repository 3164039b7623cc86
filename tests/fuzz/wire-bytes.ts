import { signed } from '../support/post-webhook.ts';
import { bodyBytes } from './body-shapes.ts';
import type { Framing, HostileRequest } from './hostile-request.ts';

export interface WireRequest {
  readonly bytes: Buffer;
  readonly body: Buffer;
}

const CHUNKS = 5;

/** The request as its bytes on the wire, signed now. */
export function wireBytes(request: HostileRequest, port: number): WireRequest {
  const { method, target, version, lines, framing } = request;
  const body = bodyBytes(request.body);
  const hasHost = lines.some((line) => /^host:/i.test(line));
  const head = [
    `${method} ${target} HTTP/${version}`,
    ...(hasHost ? [] : [`host: 127.0.0.1:${port}`]),
    ...signatureLines(request, body),
    ...lines,
    ...headsOf[framing](body.length),
  ];
  const headBytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1');
  const framed = bodiesOf[framing]?.(body) ?? [body];
  return { bytes: Buffer.concat([headBytes, ...framed]), body };
}

function signatureLines({ signed: by, lines }: HostileRequest, body: Buffer): readonly string[] {
  const { headers } = by
    ? signed(by.source, by.headers, by.isForged ? Buffer.concat([body, Buffer.from(' ')]) : body)
    : { headers: { 'content-type': 'application/json' } };
  const isGiven = (name: string) => lines.some((line) => line.toLowerCase().startsWith(`${name}:`));
  return Object.entries(headers)
    .filter(([name]) => name !== 'content-type' || !isGiven(name))
    .map(([name, value]) => `${name}: ${String(value)}`);
}

const length = (value: number | string) => `content-length: ${value}`;
const chunked = 'transfer-encoding: chunked';
const last = Buffer.from('0\r\n\r\n');

const headsOf: Readonly<Record<Framing, (bytes: number) => readonly string[]>> = {
  none: () => [],
  length: (bytes) => [length(bytes)],
  'length-and-chunked': (bytes) => [length(bytes), chunked],
  'two-lengths': (bytes) => [length(bytes), length(bytes + 1)],
  'length-too-short': (bytes) => [length(Math.floor(bytes / 2))],
  'length-too-long': (bytes) => [length(bytes + 10)],
  'length-below-zero': () => [length(-1)],
  'length-beyond-numbers': () => [length('9'.repeat(40))],
  'encoding-unknown': () => ['transfer-encoding: xchunked'],
  'encodings-listed': () => ['transfer-encoding: gzip, chunked'],
  chunked: () => [chunked],
  trailers: () => [chunked, 'trailer: x-trailer'],
  'chunk-extensions': () => [chunked],
  'chunks-without-end': () => [chunked],
  'chunk-size-no-number': () => [chunked],
  'chunk-shorter-than-told': () => [chunked],
};

const inChunks = (body: Buffer) => [...chunksOf(body), last];
const lateFields = Buffer.from('0\r\nx-trailer: late\r\nx-hub-signature-256: late\r\n\r\n');

/** Framings that are not here send the body as it is. */
const bodiesOf: Readonly<Partial<Record<Framing, (body: Buffer) => readonly Buffer[]>>> = {
  chunked: inChunks,
  'length-and-chunked': inChunks,
  'encodings-listed': inChunks,
  'chunk-extensions': (body) => [...chunksOf(body, ';a=b;c="d\\"e"'), last],
  trailers: (body) => [...chunksOf(body), lateFields],
  'chunks-without-end': (body) => chunksOf(body),
  'chunk-size-no-number': (body) => [Buffer.from('zz\r\n'), body, Buffer.from('\r\n'), last],
  'chunk-shorter-than-told': (body) => [
    Buffer.from(`${(body.length + 5).toString(16)}\r\n`),
    body,
    Buffer.from('\r\n'),
    last,
  ],
};

function chunksOf(body: Buffer, extension = ''): readonly Buffer[] {
  const chunkBytes = Math.max(1, Math.ceil(body.length / CHUNKS));
  const count = Math.ceil(body.length / chunkBytes);
  return Array.from({ length: count }, (_, index) => {
    const chunk = body.subarray(index * chunkBytes, (index + 1) * chunkBytes);
    return Buffer.concat([Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`), chunk, Buffer.from('\r\n')]);
  });
}
