import { parse } from 'node:querystring';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { sourceOfPath } from './source-of-path.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** A sender's query has a handful; what stands behind these is signed where the URL is, but not looked at. */
const QUERY_FIELDS_MAX = 100;

/** What is read of an invocation. */
export type GatewayRequest = Pick<
  APIGatewayProxyEventV2,
  'rawPath' | 'rawQueryString' | 'headers' | 'body' | 'isBase64Encoded' | 'pathParameters'
> & { readonly requestContext: { readonly domainName: string; readonly http: { readonly method: string } } };

/**
 * Payload format 2.0, of API Gateway and of a function's URL alike: names in lower case, repeated headers joined by commas,
 * some bodies in base64. For a path that is no source's, it names none.
 */
export function toWebhookRequest(event: GatewayRequest): WebhookRequest {
  const { requestContext, rawPath, rawQueryString } = event;
  const source = sourceOfPath(event);
  const query = rawQueryString === '' ? '' : `?${rawQueryString}`;
  return {
    method: requestContext.http.method,
    sourceName: typeof source === 'string' ? source : '',
    url: `https://${requestContext.domainName}${rawPath}${query}`,
    query: readQuery(rawQueryString),
    headers: event.headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** Of the raw query, because API Gateway joins fields of one name by commas. A malformed escape is taken as it stands. */
function readQuery(rawQueryString: string): WebhookRequest['query'] {
  // URLSearchParams takes its time over many fields, and a mere `decodeURIComponent` throws.
  const fields = Object.entries(parse(rawQueryString, '&', '=', { maxKeys: QUERY_FIELDS_MAX }));
  return Object.fromEntries(fields.map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));
}
