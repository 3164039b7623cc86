import { syncBuiltinESMExports } from 'node:module';
import zlib from 'node:zlib';

/** https://www.rfc-editor.org/rfc/rfc1952#page-5: deflated, no name, no time. */
const HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
const TAIL_BYTES = 8;
/** A stored block says its length in 16 bits: https://www.rfc-editor.org/rfc/rfc1951#page-11 */
const BLOCK_BYTES_MAX = 0xffff;
const BLOCK_HEAD_BYTES = 5;

/**
 * Production packs its results on a thread of its own, which comes back at its own time. During a run they are packed at
 * once, and not made any smaller: any reader of gzip reads them.
 * @returns what puts the real one back
 */
export function replaceGzip(): () => void {
  const realGzip = zlib.gzip;
  zlib.gzip = gzipAtOnce as typeof zlib.gzip;
  syncBuiltinESMExports();
  return () => {
    zlib.gzip = realGzip;
    syncBuiltinESMExports();
  };
}

const gzipAtOnce = (text: string | Buffer, done: (error: null, packed: Buffer) => void) => done(null, pack(text));

function pack(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text);
  const blocks = Math.max(1, Math.ceil(bytes.length / BLOCK_BYTES_MAX));
  const packed = Buffer.allocUnsafe(HEAD.length + blocks * BLOCK_HEAD_BYTES + bytes.length + TAIL_BYTES);
  let at = HEAD.copy(packed);
  for (let block = 0; block < blocks; block += 1) {
    const part = bytes.subarray(block * BLOCK_BYTES_MAX, (block + 1) * BLOCK_BYTES_MAX);
    at = packed.writeUInt8(block === blocks - 1 ? 1 : 0, at);
    at = packed.writeUInt16LE(part.length, at);
    at = packed.writeUInt16LE(part.length ^ 0xffff, at);
    at += part.copy(packed, at);
  }
  at = packed.writeUInt32LE(zlib.crc32(bytes), at);
  packed.writeUInt32LE(bytes.length, at);
  return packed;
}
