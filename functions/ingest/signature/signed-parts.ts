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
  readonly url: string;
  readonly timestamp: string | undefined;
  readonly lookup: Lookup;
}

/**
 * What the sender signed, in pieces, so that a large body is not copied to stand between two short texts; or why there is no
 * such thing.
 */
export function signedParts(
  template: string,
  values: SignedValues,
): readonly SignedPart[] | 'incomplete-headers' | 'incomplete-body' {
  const parts: SignedPart[] = [];
  for (const piece of piecesOf(template)) {
    const part = partOf(piece, values);
    if (part === undefined) return piece.startsWith('{/') ? 'incomplete-body' : 'incomplete-headers';
    parts.push(part);
  }
  return parts;
}

function partOf(piece: string, { body, method, url, timestamp, lookup }: SignedValues): SignedPart | undefined {
  if (!piece.startsWith('{')) return piece;
  if (piece === '{body}') return body;
  if (piece === '{timestamp}') return timestamp;
  if (piece === '{method}') return method;
  if (piece === '{url}') return url;
  if (piece === '{url:decoded}') return decodedUrl(url);
  if (piece === '{secret}') return SECRET;
  const reference = piece.slice(1, -1);
  return isReference(reference) ? lookup(reference) : piece;
}

const isReference = (text: string): text is Reference => /^(?:header:|query:|body:sha256$|\/)/.test(text);

/** There are as many as descriptions of providers have. */
const known = new Map<string, readonly string[]>();

function piecesOf(template: string): readonly string[] {
  const found = known.get(template);
  if (found) return found;
  const pieces = template.split(/(\{[^{}]+\})/).filter((piece) => piece !== '');
  known.set(template, pieces);
  return pieces;
}
