// What a function's URL gives ingest instead of an API, and that nobody notices the difference.
import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { answerOtherPath } from '../../../../functions/ingest/answer-other-path.ts';
import { toWebhookRequest } from '../../../../functions/ingest/to-webhook-request.ts';
import { createRouteMatcher } from '../../../../local/http-api/match-route.ts';
import { gatewayAnswer } from '../../../../local/http-api/to-answer.ts';
import { toEvent } from '../../../../local/http-api/to-event.ts';
import { anyCharacter } from '../../../support/any-character.ts';
import { ingestUnderTest } from '../../../support/ingest-under-test.ts';

const HOST = 'tz3x5qf7p2d4mjr6k8wcv9ybna0hgsle.lambda-url.us-east-1.on.aws';
const SECRET = 'of-the-tests';
const BODY = '{"action":"opened","number":7,"text":"é"}';
const signature = `sha256=${createHmac('sha256', SECRET).update(BODY).digest('hex')}`;

/** As the developer guide shows one: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
function byUrl(rawPath: string, overrides: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: '',
    headers: {
      host: HOST,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(BODY)),
      'user-agent': 'GitHub-Hookshot/1a2b3c4',
      'x-amzn-tls-cipher-suite': 'TLS_AES_128_GCM_SHA256',
      'x-amzn-tls-version': 'TLSv1.3',
      'x-amzn-trace-id': 'Root=1-68f0c1d2-0123456789abcdef01234567',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      'x-github-delivery': '0f6e1c2a-7a51-4d0c-9d2e-4d8c3b1a2f10',
      'x-github-event': 'pull_request',
      'x-hub-signature-256': signature,
    },
    requestContext: {
      accountId: 'anonymous',
      apiId: HOST.split('.')[0] ?? '',
      domainName: HOST,
      domainPrefix: HOST.split('.')[0] ?? '',
      http: {
        method: 'POST',
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '203.0.113.7',
        userAgent: 'GitHub-Hookshot',
      },
      requestId: '3f1b6d0e-5a57-4b1e-8f52-0d9c4f6b7a11',
      routeKey: '$default',
      stage: '$default',
      time: '12/Mar/2026:19:03:58 +0000',
      timeEpoch: 1773342238123,
    },
    body: BODY,
    isBase64Encoded: false,
    ...overrides,
  };
}

const matchRoute = createRouteMatcher([{ routeKey: 'ANY /webhooks/{source}', functionName: 'ingest' }]);

/** The same request, as the HTTP API of local mode hands it on. */
function byApi(url: string): APIGatewayProxyEventV2 {
  const route = matchRoute('POST', url);
  if (!route) throw new Error(`The API has no route for ${url}`);
  const { headers } = byUrl(url);
  const rawHeaders = Object.entries(headers)
    .filter(([name]) => !name.startsWith('x-forwarded-'))
    .flatMap(([name, value]) => [name, value ?? '']);
  return toEvent(
    {
      method: 'POST',
      url,
      httpVersion: '1.1',
      rawHeaders,
      sourceIp: '203.0.113.7',
      port: 443,
      body: Buffer.from(BODY),
    },
    route,
    { requestId: 'r', receivedAt: new Date('2026-03-12T19:03:58.123Z'), accountId: '000000000000' },
  );
}

/** As the handler puts them together. */
async function answerTo(event: APIGatewayProxyEventV2) {
  const ingest = ingestUnderTest({ sources: { hub: { provider: 'github', secrets: [SECRET] } } });
  const { status, headers, body } = await ingest.post(toWebhookRequest(event));
  return { answer: { status, headers, body }, queued: ingest.queued() };
}

test.each([
  ['/webhooks/hub', 202],
  ['/webhooks/h%75b', 202],
  ['/webhooks/nobody', 404],
  ['/webhooks/a%2Fb', 404],
])('a webhook for %s is answered %s, whichever way it came', async (path, status) => {
  expect(toWebhookRequest(byUrl(path))).toEqual({ ...toWebhookRequest(byApi(path)), headers: expect.anything() });
  const [url, api] = [await answerTo(byUrl(path)), await answerTo(byApi(path))];
  expect(url).toEqual(api);
  expect(url.answer.status).toBe(status);
});

test('a body that comes as base64, as a URL may hand on any, has the signature of its bytes', async () => {
  const encoded = byUrl('/webhooks/hub', { body: Buffer.from(BODY).toString('base64'), isBase64Encoded: true });
  expect(await answerTo(encoded)).toEqual(await answerTo(byUrl('/webhooks/hub')));
});

test('what is signed with the URL is signed with the one that was posted to', () => {
  const { url } = toWebhookRequest(byUrl('/webhooks/hub', { rawQueryString: 'a=1&a=2' }));
  expect(url).toBe(`https://${HOST}/webhooks/hub?a=1&a=2`);
});

test.each(['/', '/webhooks', '/webhooks/', '/webhooks/hub/', '/webhooks/hub/x', '//webhooks/hub', '/favicon.ico', ''])(
  'the path %j is answered as the API does, which has no route for it',
  (path) => {
    expect(matchRoute('POST', path)).toBeUndefined();
    const { status, body } = gatewayAnswer(404, 'Not Found');
    expect(answerOtherPath(byUrl(path))).toEqual({
      statusCode: status,
      headers: { 'content-type': 'application/json' },
      body: body.toString(),
    });
  },
);

/** Of the API: the name of a source, or its own answer. */
const verdictOfApi = (rawPath: string) => {
  try {
    return matchRoute('POST', rawPath)?.pathParameters['source'] ?? 404;
  } catch (error) {
    if (error instanceof URIError) return 400;
    throw error;
  }
};

test('of any path the URL and the API say the same: whose it is, that it is nobody’s, or that it is malformed', () => {
  const path = fc.oneof(
    fc.string({ unit: anyCharacter }).map((text) => `/webhooks/${text}`),
    fc.string({ unit: fc.constantFrom('/', 'a', '%', '2', 'F', '.') }).map((text) => `/webhooks/${text}`),
    fc.string(),
  );
  fc.assert(
    fc.property(path, (rawPath) => {
      const event = byUrl(rawPath);
      expect(answerOtherPath(event)?.statusCode ?? toWebhookRequest(event).sourceName).toBe(verdictOfApi(rawPath));
    }),
  );
});
