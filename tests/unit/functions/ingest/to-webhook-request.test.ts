import * as fc from 'fast-check';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { toWebhookRequest } from '../../../../functions/ingest/to-webhook-request.ts';
import { anyCharacter } from '../../../support/any-character.ts';

const invocation = (overrides: Partial<APIGatewayProxyEventV2>) =>
  ({
    version: '2.0',
    headers: { 'content-type': 'application/json', 'x-twice': 'a,b' },
    pathParameters: { source: 'stripe' },
    rawPath: '/webhooks/stripe',
    rawQueryString: '',
    requestContext: { domainName: 'hooks.example.com', http: { method: 'POST' } },
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
  const { pathParameters: _, ...withoutPath } = invocation({ rawPath: '/' });
  expect(toWebhookRequest(withoutPath).sourceName).toBe('');
});

const queried = (rawQueryString: string) => toWebhookRequest(invocation({ rawQueryString }));

describe('the URL and its query', () => {
  test('are as they were sent: nothing is decoded in the one, everything in the other', () => {
    const request = queried('challenge=a%3Cb%3E+c&empty=&bare');
    expect(request.url).toBe('https://hooks.example.com/webhooks/stripe?challenge=a%3Cb%3E+c&empty=&bare');
    expect(request.query).toEqual({ challenge: 'a<b> c', empty: '', bare: '' });
    expect(queried('').url).toBe('https://hooks.example.com/webhooks/stripe');
  });

  test('give the first of several fields of one name', () => {
    expect(queried('a=1&a=2').query).toEqual({ a: '1' });
  });

  test('never throw, whatever the query holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        expect(Object.values(queried(text).query).every((value) => typeof value === 'string')).toBe(true);
      }),
    );
    expect(queried('a=%zz&b=%E0%A4').query).toMatchObject({ a: '%zz' });
  });

  test('take no longer than their length warrants', () => {
    const startedAt = performance.now();
    queried('a&'.repeat(500_000));
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
