import { createGunzip } from 'node:zlib';

/** Of an event of 4 MiB, the largest that is accepted, its line has its bytes escaped and in base64: 30 MiB at the worst. */
const LINE_BYTES_MAX = 48 * 1024 * 1024;
/** Unpacked at a time: larger ones save calls, and are small beside what is unpacked. */
const CHUNK_BYTES = 256 * 1024;
const LINE_END = 0x0a;

export interface ReadLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/**
 * The lines of one gzipped NDJSON object, unpacked as they are asked for: no more than one of them is held at a time.
 * @throws {Error} behind the last line that could be read, where the object is damaged
 */
export async function* readLines(bytes: Buffer): AsyncGenerator<ReadLine> {
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  unpacked.end(bytes);
  let number = 0;
  let begun: Buffer[] = [];
  let begunBytes = 0;
  const take = (end: Buffer): ReadLine => {
    const text = begun.length === 0 ? end.toString('utf8') : Buffer.concat([...begun, end]).toString('utf8');
    begun = [];
    begunBytes = 0;
    number += 1;
    return { number, text };
  };
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, start)) {
      yield take(chunk.subarray(start, end));
      start = end + 1;
    }
    const rest = chunk.subarray(start);
    begunBytes += rest.length;
    if (begunBytes > LINE_BYTES_MAX) throw new Error(`line ${number + 1} has more than ${LINE_BYTES_MAX} bytes`);
    if (rest.length > 0) begun.push(rest);
  }
  if (begunBytes > 0) yield take(Buffer.alloc(0));
}
