// The cyclic redundancy checks that node:zlib does not have, in their reflected form, a table per polynomial.

const crc32cTable = makeTable(0x82f63b78);

export function crc32c(bytes: Uint8Array): Buffer {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crc32cTable[(crc ^ byte) & 0xff] ?? 0);
  return bigEndian(~crc >>> 0);
}

function makeTable(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, index) => {
    let crc = index;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });
}

// CRC-64/NVME, the AWS command line's default: 64 bits as two halves, because BigInt is a hundred times slower.
const crc64Polynomial = { high: 0x9a6c9329, low: 0xac4bc9b5 };
const crc64High = new Uint32Array(256);
const crc64Low = new Uint32Array(256);
for (let index = 0; index < 256; index += 1) {
  let high = 0;
  let low = index;
  for (let bit = 0; bit < 8; bit += 1) {
    const isOdd = (low & 1) === 1;
    low = ((low >>> 1) | (high << 31)) ^ (isOdd ? crc64Polynomial.low : 0);
    high = (high >>> 1) ^ (isOdd ? crc64Polynomial.high : 0);
  }
  crc64High[index] = high;
  crc64Low[index] = low;
}

export function crc64nvme(bytes: Uint8Array): Buffer {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of bytes) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (crc64Low[index] ?? 0);
    high = (high >>> 8) ^ (crc64High[index] ?? 0);
  }
  return Buffer.concat([bigEndian(~high >>> 0), bigEndian(~low >>> 0)]);
}

export function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
