import { RejectedWebhook } from '#shared/errors.ts';
import type { Provider } from './providers/provider.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** Senders stay far below it, and Lambda takes no event over 6 MB, which base64 fills at 4.5 MB. */
export const BODY_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Refuses, before any hashing, what could not be a webhook of this provider.
 * @returns the media type, without parameters
 * @throws {RejectedWebhook} 405, 413 or 415
 */
export function checkRequest({ method, headers, body }: WebhookRequest, { contentTypes }: Provider): string {
  if (method !== 'POST') {
    throw new RejectedWebhook(405, 'method', 'Webhooks are sent with POST.', { headers: { allow: 'POST' } });
  }
  if (body.length > BODY_BYTES_MAX) {
    throw new RejectedWebhook(413, 'too-large', `A webhook may have at most ${BODY_BYTES_MAX} bytes.`);
  }
  // A compressed body's signature might cover either form; no sender here compresses, so neither is guessed at.
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new RejectedWebhook(415, 'content-encoding', 'Send the body without a content encoding.');
  }
  const sent = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const contentType = contentTypes.find((one) => one === sent);
  if (contentType === undefined) {
    throw new RejectedWebhook(415, 'content-type', `Send the body as ${contentTypes.join(' or ')}.`);
  }
  return contentType;
}
