import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import type { WebhookRequest } from '../../../functions/ingest/webhook-request.ts';

interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** As API Gateway hands it on: names in lower case, repeated headers joined by commas. */
export function toCaseRequest(sourceName: string, { method, url, headers, body }: Recorded): WebhookRequest {
  const fields = [...new URLSearchParams(queryOf(url))];
  return {
    method,
    sourceName,
    url,
    // Of several fields of one name the first: the last that is put into an object stays.
    query: Object.fromEntries(fields.toReversed()),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(',')]),
    ),
    body,
  };
}

export const queryOf = (url: string): string => (url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');

/** A recorded request may not say what its body is; the sender's would. */
export function withContentType(
  request: WebhookRequest,
  { contentTypes }: Pick<Provider, 'contentTypes'>,
): WebhookRequest {
  const { headers, body } = request;
  if (headers['content-type'] !== undefined || body.length === 0 || contentTypes.includes('none')) return request;
  const isJson = /^\s*[[{]/.test(body.toString('latin1', 0, 100));
  const type = contentTypes.find((one) => /json/.test(one) === isJson) ?? contentTypes[0];
  return type === undefined ? request : { ...request, headers: { ...headers, 'content-type': type } };
}
