import * as v from 'valibot';
import { RejectedWebhook } from '#shared/errors.ts';
import type { Provider } from './providers/provider.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** Senders stay far below it, and Lambda takes no event over 6 MB, which base64 fills at 4.5 MB. */
export const BODY_BYTES_MAX = 4 * 1024 * 1024;

type Refusal = (provider: Provider) => RejectedWebhook;

/** What each field of the schema below means for the sender when it does not hold. */
const REFUSALS: ReadonlyMap<string | null, Refusal> = new Map<string | null, Refusal>([
  ['method', () => new RejectedWebhook(405, 'method', 'Webhooks are sent with POST.', { headers: { allow: 'POST' } })],
  ['bodyBytes', () => new RejectedWebhook(413, 'too-large', `A webhook may have at most ${BODY_BYTES_MAX} bytes.`)],
  // A compressed body's signature might cover either form; no sender here compresses, so neither is guessed at.
  ['contentEncoding', () => new RejectedWebhook(415, 'content-encoding', 'Send the body without a content encoding.')],
  [
    'contentType',
    ({ contentTypes }) => new RejectedWebhook(415, 'content-type', `Send the body as ${contentTypes.join(' or ')}.`),
  ],
]);

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
  const refuse = REFUSALS.get(v.getDotPath(parsed.issues[0]));
  if (!refuse) throw new v.ValiError(parsed.issues);
  throw refuse(provider);
}
