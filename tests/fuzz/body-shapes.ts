// Bodies that are made to hurt whoever reads them, each of about as many bytes as wanted.
import { gzipSync } from 'node:zlib';
import { CANARY, type BodyRecipe } from './hostile-request.ts';

/** The unit as often as it fits between the two ends. */
function filled(unit: string | Buffer, bytes: number, open = '', close = ''): Buffer {
  const piece = Buffer.from(unit);
  const times = Math.max(0, Math.floor((bytes - open.length - close.length) / piece.length));
  return Buffer.concat([Buffer.from(open), Buffer.alloc(times * piece.length, piece), Buffer.from(close)]);
}

/** Pieces that differ, as many as fit. */
function numbered(piece: (index: number) => string, bytes: number, open = '', close = '', separator = ','): Buffer {
  const pieces: string[] = [];
  let length = open.length + close.length;
  for (let index = 0; ; index += 1) {
    const next = piece(index);
    length += next.length + separator.length;
    if (length > bytes) return Buffer.from(open + pieces.join(separator) + close);
    pieces.push(next);
  }
}

function nested(open: string, close: string, bytes: number): Buffer {
  const depth = Math.max(1, Math.floor(bytes / (open.length + close.length)));
  return Buffer.from(open.repeat(depth) + '1' + close.repeat(depth));
}

const inString = (unit: string | Buffer, bytes: number) => filled(unit, bytes, '{"s":"', '"}');

/** Such a line stands in every order of a shop; nothing about it is hostile. */
const line = (index: number) =>
  `{"id":${1_000_000 + index},"title":"Café table no. ${index}","price":"19.90","taxable":true,"properties":[]}`;

export const shapes = {
  benign: (bytes) => numbered(line, bytes, '{"line_items":[', ']}'),
  'nested arrays': (bytes) => nested('[', ']', bytes),
  'nested objects': (bytes) => nested('{"a":', '}', bytes),
  'arrays without end': (bytes) => filled('[', bytes),
  'ends without array': (bytes) => filled(']', bytes),
  'empty arrays': (bytes) => filled('[],', bytes, '[', '[]]'),
  'empty objects': (bytes) => filled('{},', bytes, '[', '{}]'),
  zeros: (bytes) => filled('0,', bytes, '[', '0]'),
  'prototype keys': (bytes) =>
    filled(
      '"__proto__":{"id":"p","type":"p"},"constructor":{"prototype":{"id":"p"}},"toString":null,',
      bytes,
      '{',
      '"hasOwnProperty":1}',
    ),
  'duplicate keys': (bytes) => filled('"id":"a","type":"b",', bytes, '{', '"id":"c"}'),
  'distinct keys': (bytes) => numbered((index) => `"key-${index}":0`, bytes, '{', '}'),
  'index keys': (bytes) => numbered((index) => `"${index * 7919}":0`, bytes, '{', '}'),
  'one long key': (bytes) => filled('k', bytes, '{"', '":0}'),
  digits: (bytes) => filled('1', bytes, '{"n":', '}'),
  decimals: (bytes) => filled('0.10000000000000000555,', bytes, '[', '0]'),
  exponents: (bytes) => filled('1e999,-1E+999,1e-999,', bytes, '[', '0]'),
  'lone surrogates': (bytes) => inString(String.raw`\ud800\udc00\udfff`, bytes),
  'escaped letters': (bytes) => inString(String.raw`\u0041`, bytes),
  'escaped NULs': (bytes) => inString(String.raw`\u0000`, bytes),
  backslashes: (bytes) => inString('\\\\', bytes),
  'string without end': (bytes) => filled('a', bytes, '{"s":"'),
  'control characters': (bytes) => inString('\u0001', bytes),
  'no characters': (bytes) => inString('\uffff\ufffe\ufdd0', bytes),
  emoji: (bytes) => inString('🪝', bytes),
  'half characters': (bytes) => inString(Buffer.from([0xf0, 0x9f]), bytes),
  'surrogates in UTF-8': (bytes) => inString(Buffer.from([0xed, 0xa0, 0x80]), bytes),
  'bytes that are no text': (bytes) => filled(Buffer.from([0xff, 0x00, 0xc0]), bytes),
  NULs: (bytes) => filled('\0', bytes),
  spaces: (bytes) => filled(' ', bytes, '{', '}'),
  'line ends': (bytes) => filled('\r\n\n\r', bytes, '{', '}'),
  'byte order marks': (bytes) => filled('\ufeff', bytes, '', '{}'),
  'byte order mark': (bytes) => filled(' ', bytes, '\ufeff{', '}'),
  'UTF-16': (bytes) => Buffer.from(`\ufeff{"s":"${'a'.repeat(bytes / 2)}"}`, 'utf16le'),
  'form fields': (bytes) => filled('a=b&', bytes),
  'distinct form fields': (bytes) => numbered((index) => `f${index}=`, bytes, '', '', '&'),
  ampersands: (bytes) => filled('&', bytes),
  'broken escapes': (bytes) => filled('%zz%', bytes, 'payload='),
  'escapes of a form': (bytes) => filled('%7B', bytes, 'payload='),
  pluses: (bytes) => filled('+', bytes, 'payload='),
  'payload fields': (bytes) => filled('payload=%7B%7D&', bytes),
  'JSON in a form': (bytes) => filled('%20', bytes, `payload=${encodeURIComponent('{"type":"t","trigger_id":"i"}')}`),
  'gzip of nothing': (bytes) => gzipSync(Buffer.alloc(bytes)),
  'requests in a body': (bytes) =>
    filled('POST /webhooks/github HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n{}', bytes),
} satisfies Readonly<Record<string, (bytes: number) => Buffer>>;

export type ShapeName = keyof typeof shapes;

export const shapeNames = Object.keys(shapes) as readonly ShapeName[];

export function bodyBytes(recipe: BodyRecipe): Buffer {
  if ('base64' in recipe) return Buffer.from(recipe.base64, 'base64');
  const shape = shapes[recipe.shape](recipe.bytes);
  if (!recipe.within) return shape;
  const { id, type } = recipe.within;
  const members = { id, event_id: id, type, event: { type }, challenge: CANARY, canary: CANARY };
  return Buffer.concat([Buffer.from(`${JSON.stringify(members).slice(0, -1)},"data":`), shape, Buffer.from('}')]);
}
