import * as fc from 'fast-check';
import { parse } from 'node:querystring';
import { isDeepStrictEqual } from 'node:util';
import type { Content, Oracle, SignedByLibrary } from './oracles.ts';

/** A megabyte and a little, most of it beyond ASCII. */
const LARGE = 'Größe, 大きさ, \u{1f4e6}\r\n'.repeat(40_000);

/** Names that a random one must not stand in for: what a description looks up is put there by each sender. */
const content: fc.Arbitrary<Content> = fc.dictionary(
  fc.string({ unit: 'grapheme', minLength: 1 }).map((name) => `x ${name}`),
  fc.oneof(
    fc.jsonValue({ stringUnit: 'grapheme' }),
    fc.constantFrom('\r\n', '\u2028', '\ufeff', '\0', '</script>', '%2B+&='),
  ),
);

/** Where JSON allows blanks, some. */
const gaps = fc.array(fc.constantFrom('', ' ', '\n', '\r\n', '\t', '  \r\n '), { minLength: 1, maxLength: 12 });

export interface OddWebhook {
  readonly id: string;
  readonly content: Content;
  readonly gaps: readonly string[];
}

/** Whatever a sender may write: all of Unicode, ends of lines of every kind, blanks where nobody expects them. */
export const oddWebhooks: fc.Arbitrary<OddWebhook> = fc.record({
  id: fc.stringMatching(/^[A-Za-z0-9_-]{20,40}$/),
  content,
  gaps,
});

export const largeWebhook: OddWebhook = { id: 'large_webhook_of_1_MB', content: { 'x large': LARGE }, gaps: ['', ' '] };

/** The body as this sender would write it, if it cared for nothing. */
export function bodyOf({ webhookOf, write }: Oracle, { id, content, gaps }: OddWebhook): string {
  const webhook = webhookOf(content, id);
  return write ? write(webhook) : spaced(JSON.stringify(webhook), gaps);
}

/** JSON with blanks around its tokens; inside of texts nothing changes. */
function spaced(text: string, gaps: readonly string[]): string {
  let count = 0;
  const gap = () => gaps[count++ % gaps.length] ?? '';
  return text.replace(/"(?:[^"\\]|\\.)*"|[[\]{},:]/g, (token) =>
    token.startsWith('"') ? token : `${gap()}${token}${gap()}`,
  );
}

/** One bit at a time, as often as there are things to change: in what is signed of the body, and in each signed header. */
export function flippedWebhooks(oracle: Oracle, signed: SignedByLibrary, place: number): readonly SignedByLibrary[] {
  const body = flippedBody(oracle, signed.body, place);
  const isForm = signed.headers['content-type']?.includes('form') ?? false;
  // %2b and %2B are the same character, and what is signed is the character.
  const isSame = isForm && isDeepStrictEqual(parse(body.toString()), parse(signed.body.toString()));
  const headers = oracle.signedHeaders.map((name) => ({
    ...signed,
    headers: { ...signed.headers, [name]: flippedText(signed.headers[name] ?? '', place) },
  }));
  return isSame ? headers : [{ ...signed, body }, ...headers];
}

function flippedBody({ signedPart }: Oracle, body: Buffer, place: number): Buffer {
  const flipped = Buffer.from(body);
  // Each byte is one character.
  const parts = signedPart ? [...body.toString('latin1').matchAll(signedPart)] : [];
  const part = parts[place % Math.max(1, parts.length)];
  const index = part ? part.index + (place % part[0].length) : place % body.length;
  flipped[index] = (flipped[index] ?? 0) ^ (1 << (place % 8));
  return flipped;
}

/** Of the bits that keep a printable character printable. */
function flippedText(text: string, place: number): string {
  const index = place % text.length;
  const code = text.charCodeAt(index) ^ 1;
  return text.slice(0, index) + String.fromCharCode(code) + text.slice(index + 1);
}
