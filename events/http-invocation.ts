import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { SignedWebhook } from '../functions/ingest/providers/sign-sample.ts';

const DOMAIN_PREFIX = 'a1b2c3d4e5';
const DOMAIN_NAME = `${DOMAIN_PREFIX}.execute-api.us-east-1.amazonaws.com`;
const SENDER_ADDRESS = '198.51.100.17';

/**
 * A posted webhook as API Gateway hands it to Lambda, with everything that is in the real thing.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html (format 2.0)
 */
export function httpInvocation(
  sourceName: string,
  { headers, body }: SignedWebhook,
  now: Date,
): APIGatewayProxyEventV2 & { readonly pathParameters: { readonly source: string } } {
  const path = `/webhooks/${sourceName}`;
  return {
    version: '2.0',
    routeKey: 'ANY /webhooks/{source}',
    rawPath: path,
    rawQueryString: '',
    headers: {
      ...headers,
      'content-length': String(body.length),
      host: DOMAIN_NAME,
      'x-amzn-trace-id': `Root=1-${Math.floor(now.getTime() / 1000).toString(16)}-${randomUUID().replaceAll('-', '').slice(0, 24)}`,
      'x-forwarded-for': SENDER_ADDRESS,
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    requestContext: {
      accountId: '000000000000',
      apiId: DOMAIN_PREFIX,
      domainName: DOMAIN_NAME,
      domainPrefix: DOMAIN_PREFIX,
      http: {
        method: 'POST',
        path,
        protocol: 'HTTP/1.1',
        sourceIp: SENDER_ADDRESS,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID().replaceAll('-', '').slice(0, 15).concat('='),
      routeKey: 'ANY /webhooks/{source}',
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    pathParameters: { source: sourceName },
    body: body.toString('utf8'),
    isBase64Encoded: false,
  };
}

/** `01/Nov/2025:09:30:00 +0000` */
function commonLogTime(time: Date): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(time.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}
