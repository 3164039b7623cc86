import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { toWebhookRequest } from '../../../../functions/ingest/to-webhook-request.ts';

const invocation = (overrides: Partial<APIGatewayProxyEventV2>) =>
  ({
    version: '2.0',
    headers: { 'content-type': 'application/json', 'x-twice': 'a,b' },
    pathParameters: { source: 'stripe' },
    requestContext: { http: { method: 'POST' } },
    isBase64Encoded: false,
    ...overrides,
  }) as APIGatewayProxyEventV2;

test.each([
  ['text', { body: '{"a":"é\r\n"}' }, Buffer.from('{"a":"é\r\n"}')],
  [
    'base64',
    { body: Buffer.from([0, 255, 128]).toString('base64'), isBase64Encoded: true },
    Buffer.from([0, 255, 128]),
  ],
  ['nothing', {}, Buffer.alloc(0)],
])('a body that comes as %s is the bytes that were sent', (_, overrides, bytes) => {
  expect(toWebhookRequest(invocation(overrides)).body).toEqual(bytes);
});

test('method, source and headers are taken as they are, repeated headers joined by commas', () => {
  expect(toWebhookRequest(invocation({}))).toMatchObject({
    method: 'POST',
    sourceName: 'stripe',
    headers: { 'content-type': 'application/json', 'x-twice': 'a,b' },
  });
});

test('a path without a source names none', () => {
  const { pathParameters: _, ...withoutPath } = invocation({});
  expect(toWebhookRequest(withoutPath).sourceName).toBe('');
});
