import type { WebhookRequest } from '../../functions/ingest/webhook-request.ts';

interface Sent {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers?: WebhookRequest['headers'] | undefined;
  readonly body?: Buffer | string | undefined;
}

/** As API Gateway hands it on: names in lower case, the first of several fields of the query. */
export function requestTo(sourceName: string, { method = 'POST', url, headers = {}, body = '' }: Sent): WebhookRequest {
  const sentTo = url ?? `https://hooks.example.com/webhooks/${sourceName}`;
  const fields = [...new URL(sentTo).searchParams].toReversed();
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    method,
    sourceName,
    url: sentTo,
    query: Object.fromEntries(fields),
    headers: Object.fromEntries(lowered) as WebhookRequest['headers'],
    body: Buffer.from(body),
  };
}
