// The same function as a good tutorial builds it today, for `npm run bench`: Powertools as middy middleware, whole clients, zod,
// bundled with the default settings of serverless-esbuild. It does what ours does on the way to its first answer: reads the
// sources from S3, checks GitHub's signature, puts the delivery on the queue, answers, writes a log line and a metric.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { parser } from '@aws-lambda-powertools/parser/middleware';
import { APIGatewayProxyEventV2Schema } from '@aws-lambda-powertools/parser/schemas/api-gatewayv2';
import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { z } from 'zod';

const logger = new Logger({ serviceName: 'idiomatic' });
const metrics = new Metrics({ namespace: 'idiomatic', serviceName: 'ingest' });
const s3 = new S3({});
const sqs = new SQS({});

const sourcesSchema = z.record(
  z.string(),
  z.object({
    provider: z.string(),
    secrets: z.array(z.union([z.string(), z.looseObject({ value: z.string() })])),
  }),
);
const webhookSchema = APIGatewayProxyEventV2Schema.extend({
  body: z.string(),
  pathParameters: z.object({ source: z.string() }),
});

let sources: Promise<z.infer<typeof sourcesSchema>> | undefined;

async function readSources() {
  const { Body } = await s3.getObject({ Bucket: process.env['CONFIG_BUCKET'], Key: 'sources.json' });
  return sourcesSchema.parse(JSON.parse((await Body?.transformToString()) ?? '{}'));
}

async function acceptWebhook(event: z.infer<typeof webhookSchema>): Promise<APIGatewayProxyStructuredResultV2> {
  sources ??= readSources();
  const { source: name } = event.pathParameters;
  const [secret] = (await sources)[name]?.secrets ?? [];
  const key = typeof secret === 'object' ? secret.value : secret;
  const body = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (key === undefined || !isSigned(event.headers['x-hub-signature-256'], key, body))
    return { statusCode: 401, body: JSON.stringify({ message: 'Unauthorized' }) };
  const deliveryId = event.headers['x-github-delivery'];
  await sqs.sendMessage({
    QueueUrl: process.env['DELIVERIES_QUEUE_URL'],
    MessageBody: JSON.stringify({ deliveryId, source: name, receivedAt: new Date().toISOString(), body: event.body }),
    MessageAttributes: { source: { DataType: 'String', StringValue: name } },
  });
  logger.info('Webhook accepted', { deliveryId, source: name });
  metrics.addMetric('accepted', MetricUnit.Count, 1);
  return { statusCode: 202, body: JSON.stringify({ deliveryId }) };
}

function isSigned(given: string | undefined, secret: string, body: Buffer): boolean {
  const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  return given?.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

export const handler = middy(acceptWebhook)
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .use(parser({ schema: webhookSchema }));
