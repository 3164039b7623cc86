import * as v from 'valibot';
import { RejectedWebhook } from '#shared/errors.ts';
import type { Provider } from './providers/provider.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** Senders stay far below it, and Lambda takes no event over 6 MB, which base64 fills at 4.5 MB. */
export const BODY_BYTES_MAX = 4 * 1024 * 1024;

const REFUSALS = {
  method: () => new RejectedWebhook(405, 'method', 'Webhooks are sent with POST.', { allow: 'POST' }),
  bodyBytes: () => new RejectedWebhook(413, 'too-large', `A webhook may have at most ${BODY_BYTES_MAX} bytes.`),
  // A compressed body's signature might cover either form; no sender here compresses, so neither is guessed at.
  contentEncoding: () => new RejectedWebhook(415, 'content-encoding', 'Send the body without a content encoding.'),
  contentType: ({ contentTypes }: Provider) =>
    new RejectedWebhook(415, 'content-type', `Send the body as ${contentTypes.join(' or ')}.`),
};

/**
 * Refuses, before any hashing, what could not be a webhook of this provider.
 * @returns the media type, without parameters
 * @throws {RejectedWebhook} 405, 413 or 415
 */
export function checkRequest({ method, headers, body }: WebhookRequest, provider: Provider): string {
  const contentType = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const schema = v.object({
    method: v.literal('POST'),
    bodyBytes: v.pipe(v.number(), v.maxValue(BODY_BYTES_MAX)),
    contentEncoding: v.optional(v.literal('identity')),
    contentType: v.picklist(provider.contentTypes),
  });
  const parsed = v.safeParse(
    schema,
    { method, bodyBytes: body.length, contentEncoding: headers['content-encoding'], contentType },
    { abortEarly: true },
  );
  if (parsed.success) return parsed.output.contentType;
  const [issue] = parsed.issues;
  throw REFUSALS[v.getDotPath(issue) as keyof typeof REFUSALS](provider);
}
