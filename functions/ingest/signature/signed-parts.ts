import type { Reference } from '../providers/provider.ts';
import type { Lookup } from '../webhook-request.ts';
import { decodedUrl } from './signed-url.ts';

/** Where the secret itself is hashed with the rest. */
export const SECRET = Symbol('secret');
export type SignedPart = string | Buffer | typeof SECRET;

/** What a template's placeholders stand for. */
export interface SignedValues {
  readonly body: Buffer;
  readonly method: string;
  /** Asked for only where it is signed, as few senders do. */
  readonly url: () => string;
  readonly timestamp: string | undefined;
  readonly lookup: Lookup;
}

/**
 * What the sender signed, in pieces, so that a large body is not copied to stand between two short texts, which themselves are
 * one where nothing else stands between them: each is a call to be hashed. Or why there is no such thing.
 */
export function signedParts(
  template: string,
  values: SignedValues,
): readonly SignedPart[] | 'incomplete-headers' | 'incomplete-body' {
  const parts: SignedPart[] = [];
  let text = '';
  for (const piece of piecesOf(template)) {
    const part = partOf(piece, values);
    if (part === undefined) return piece.written.startsWith('{/') ? 'incomplete-body' : 'incomplete-headers';
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    if (text !== '') parts.push(text);
    text = '';
    parts.push(part);
  }
  if (text !== '') parts.push(text);
  return parts;
}

function partOf(
  { written, reference }: Piece,
  { body, method, url, timestamp, lookup }: SignedValues,
): SignedPart | undefined {
  if (reference !== undefined) return lookup(reference);
  if (written === '{body}') return body;
  if (written === '{timestamp}') return timestamp;
  if (written === '{method}') return method;
  if (written === '{url}') return url();
  if (written === '{url:decoded}') return decodedUrl(url());
  if (written === '{secret}') return SECRET;
  return written;
}

const isReference = (text: string): text is Reference => /^(?:header:|query:|body:sha256$|\/)/.test(text);

/** A text that stands for itself, or a placeholder. */
interface Piece {
  readonly written: string;
  /** Of a placeholder for something that the request has. */
  readonly reference: Reference | undefined;
}

/** There are as many as descriptions of providers have. */
const known = new Map<string, readonly Piece[]>();

function piecesOf(template: string): readonly Piece[] {
  const found = known.get(template);
  if (found) return found;
  const written = template.split(/(\{[^{}]+\})/).filter((piece) => piece !== '');
  const pieces = written.map((piece) => ({ written: piece, reference: referenceOf(piece) }));
  known.set(template, pieces);
  return pieces;
}

function referenceOf(piece: string): Reference | undefined {
  const named = piece.startsWith('{') ? piece.slice(1, -1) : '';
  return isReference(named) ? named : undefined;
}
