import { createHmac, timingSafeEqual } from 'node:crypto';
import { makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { idempotency } from './idempotency.ts';
import { logger } from './logger.ts';

const sqs = new SQSClient({});
const secrets: Readonly<Record<string, string>> = JSON.parse(process.env['SECRETS'] ?? '{}');

interface Delivery {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly receivedAt: string;
  readonly body: string;
}

const enqueue = makeIdempotent(async (delivery: Delivery) => {
  await sqs.send(
    new SendMessageCommand({ QueueUrl: process.env['DELIVERIES_QUEUE_URL'], MessageBody: JSON.stringify(delivery) }),
  );
  return { deliveryId: delivery.id };
}, idempotency('id'));

export async function handler(
  event: APIGatewayProxyEventV2,
  context: Context,
): Promise<APIGatewayProxyStructuredResultV2> {
  logger.addContext(context);
  const source = event.pathParameters?.['source'] ?? '';
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8').toString();
  if (!isSigned(source, event.headers, body)) return answer(401, { error: 'bad signature' });
  const delivery = identify(source, event.headers, body);
  const accepted = await enqueue(delivery, context);
  logger.info('Webhook accepted', { deliveryId: delivery.id, source, type: delivery.type });
  return answer(202, accepted);
}

type Headers = Readonly<Record<string, string | undefined>>;

function isSigned(source: string, headers: Headers, body: string): boolean {
  const secret = secrets[source];
  if (secret === undefined) return false;
  const sign = (text: string, encoding: 'hex' | 'base64') => createHmac('sha256', secret).update(text).digest(encoding);
  if (source === 'github') return isSame(headers['x-hub-signature-256'], `sha256=${sign(body, 'hex')}`);
  if (source === 'shopify') return isSame(headers['x-shopify-hmac-sha256'], sign(body, 'base64'));
  const parts = new URLSearchParams((headers['stripe-signature'] ?? '').replaceAll(',', '&'));
  return isSame(parts.get('v1') ?? undefined, sign(`${parts.get('t')}.${body}`, 'hex'));
}

function isSame(given: string | undefined, expected: string): boolean {
  return given?.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

function identify(source: string, headers: Headers, body: string): Delivery {
  const parsed = JSON.parse(body);
  const id = headers['x-github-delivery'] ?? headers['x-shopify-webhook-id'] ?? String(parsed.id);
  const type = headers['x-github-event'] ?? headers['x-shopify-topic'] ?? String(parsed.type);
  return { id: `${source}-${id}`, type, source, receivedAt: new Date().toISOString(), body };
}

const answer = (statusCode: number, body: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
