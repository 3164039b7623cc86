import type { WebhookRequest } from '../webhook-request.ts';

/**
 * What the sender signed, in pieces, so that a large body is not copied to stand between two short texts.
 * Undefined when a header that belongs to it is missing.
 */
export function signedParts(
  template: string,
  request: Pick<WebhookRequest, 'headers' | 'body'>,
  timestamp: string | undefined,
): readonly (string | Buffer)[] | undefined {
  const parts = piecesOf(template).map(({ text, header }) => {
    if (text === '{body}') return request.body;
    if (text === '{timestamp}') return timestamp;
    return header === undefined ? text : request.headers[header] || undefined;
  });
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

interface Piece {
  readonly text: string;
  /** Where the piece stands for a header. */
  readonly header: string | undefined;
}

/** There are as many as descriptions of providers have. */
const known = new Map<string, readonly Piece[]>();

function piecesOf(template: string): readonly Piece[] {
  const found = known.get(template);
  if (found) return found;
  const pieces = template
    .split(/(\{[^}]+\})/)
    .map((text): Piece => ({ text, header: /^\{header:(.+)\}$/.exec(text)?.[1] }));
  known.set(template, pieces);
  return pieces;
}
