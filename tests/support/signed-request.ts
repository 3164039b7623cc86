import type { Provider } from '../../functions/ingest/providers/provider.ts';
import { signWebhook } from '../../functions/ingest/signature/sign-webhook.ts';
import type { WebhookRequest } from '../../functions/ingest/webhook-request.ts';
import { NOW } from './ingest-under-test.ts';
import { requestTo } from './request-to.ts';

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
  const unsigned = requestTo(sourceName, { headers: { 'content-type': contentType, ...headers }, body });
  const { url, body: bytes } = unsigned;
  const webhook = { headers: { 'content-type': contentType, ...headers }, body: bytes, url };
  return { ...unsigned, ...signWebhook(provider, secret, webhook, new Date(now * 1000)) };
}
