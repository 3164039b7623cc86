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
  const parts = template.split(/(\{[^}]+\})/).map((piece) => {
    if (piece === '{body}') return request.body;
    if (piece === '{timestamp}') return timestamp;
    const header = /^\{header:(.+)\}$/.exec(piece)?.[1];
    return header === undefined ? piece : request.headers[header] || undefined;
  });
  return parts.every((part) => part !== undefined) ? parts : undefined;
}
