import { RejectedWebhook } from '#shared/errors.ts';
import type { MediaType, Provider } from './providers/provider.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** Senders stay far below it, and Lambda takes no event over 6 MB, which base64 fills at 4.5 MB. */
export const BODY_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Refuses, before any hashing, what could not be a webhook of this provider.
 * @returns the media type, without parameters
 * @throws {RejectedWebhook} 405, 413 or 415
 */
export function checkRequest({ method, headers, body }: WebhookRequest, provider: Provider): MediaType {
  if (method !== 'POST') throw wrongMethod(provider);
  const { bytesMax = BODY_BYTES_MAX } = provider;
  if (body.length > bytesMax) {
    throw new RejectedWebhook(413, 'too-large', `A webhook may have at most ${bytesMax} bytes.`);
  }
  // A compressed body's signature might cover either form; no sender here compresses, so neither is guessed at.
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new RejectedWebhook(415, 'content-encoding', 'Send the body without a content encoding.');
  }
  const contentType = contentTypeOf(headers, provider);
  if (contentType !== undefined) return contentType;
  const named = provider.contentTypes.filter((one) => one !== 'none');
  throw new RejectedWebhook(415, 'content-type', `Send the body as ${named.join(' or ')}.`);
}

/** That of the request, without parameters; undefined when the provider sends no such one. */
export function contentTypeOf(headers: WebhookRequest['headers'], { contentTypes }: Provider): MediaType | undefined {
  const header = headers['content-type'] ?? '';
  // Most senders write it as it is listed.
  return listedIn(contentTypes, header) ?? listedIn(contentTypes, withoutParameters(header) || 'none');
}

const listedIn = (contentTypes: readonly MediaType[], sent: string) => contentTypes.find((one) => one === sent);

const withoutParameters = (header: string) => header.split(';', 1)[0]?.trim().toLowerCase();

/** Events are posted; other methods are for handshakes alone. */
function wrongMethod({ handshakes = [] }: Provider): RejectedWebhook {
  const allow = [...new Set(['POST', ...handshakes.map(({ method }) => method)])].join(', ');
  return new RejectedWebhook(405, 'method', 'Webhooks are sent with POST.', { headers: { allow } });
}
