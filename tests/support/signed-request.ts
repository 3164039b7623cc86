import { signWebhook } from '../../functions/ingest/signature/sign-webhook.ts';
import type { Provider } from '../../functions/ingest/providers/provider.ts';
import type { WebhookRequest } from '../../functions/ingest/webhook-request.ts';
import { NOW } from './ingest-under-test.ts';

export interface SignedRequest {
  readonly provider: Provider;
  readonly secret: string;
  readonly body: string | Buffer;
  readonly sourceName?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly now?: number;
}

/** A webhook as this provider would send it: the content type and the headers given, signed like the genuine one. */
export function signedRequest({
  provider,
  secret,
  body,
  sourceName = provider.name,
  headers = {},
  contentType = 'application/json',
  now = NOW,
}: SignedRequest): WebhookRequest {
  const bytes = Buffer.from(body);
  const signature = signWebhook(provider, secret, { headers, body: bytes }, new Date(now * 1000));
  return {
    method: 'POST',
    sourceName,
    headers: { 'content-type': contentType, ...headers, ...signature },
    body: bytes,
  };
}
