import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { WebhookRequest } from './webhook-request.ts';

/** API Gateway's payload format 2.0: names in lower case, repeated headers joined by commas, some bodies in base64. */
export function toWebhookRequest(event: APIGatewayProxyEventV2): WebhookRequest {
  return {
    method: event.requestContext.http.method,
    sourceName: event.pathParameters?.['source'] ?? '',
    headers: event.headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}
