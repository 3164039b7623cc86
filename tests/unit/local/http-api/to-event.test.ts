import { toEvent, type ReceivedRequest } from '../../../../local/http-api/to-event.ts';

const route = { routeKey: 'ANY /webhooks/{source}', functionName: 'ingest', pathParameters: { source: 'git hub' } };
const arrival = { requestId: 'req-1', receivedAt: new Date('2026-03-12T19:03:58.123Z'), accountId: '000000000000' };

function received(changes: Partial<ReceivedRequest>): ReceivedRequest {
  return {
    method: 'POST',
    url: '/webhooks/git%20hub',
    httpVersion: '1.1',
    rawHeaders: ['Host', '127.0.0.1:3000', 'User-Agent', 'tests'],
    sourceIp: '127.0.0.1',
    port: 3000,
    body: Buffer.alloc(0),
    ...changes,
  };
}

function bodyOf(type: string | undefined, body: Buffer, encoding?: string) {
  const rawHeaders = ['Host', 'localhost'];
  if (type !== undefined) rawHeaders.push('Content-Type', type);
  if (encoding !== undefined) rawHeaders.push('Content-Encoding', encoding);
  const event = toEvent(received({ rawHeaders, body }), route, arrival);
  return { body: event.body, isBase64Encoded: event.isBase64Encoded };
}

test('a bare request has the fields of payload format 2.0 and no others', () => {
  expect(toEvent(received({}), route, arrival)).toEqual({
    version: '2.0',
    routeKey: 'ANY /webhooks/{source}',
    rawPath: '/webhooks/git%20hub',
    rawQueryString: '',
    headers: {
      host: '127.0.0.1:3000',
      'user-agent': 'tests',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '3000',
      'x-forwarded-proto': 'http',
    },
    pathParameters: { source: 'git hub' },
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: '127.0.0.1:3000',
      domainPrefix: 'local',
      http: {
        method: 'POST',
        path: '/webhooks/git%20hub',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'tests',
      },
      requestId: 'req-1',
      routeKey: 'ANY /webhooks/{source}',
      stage: '$default',
      time: '12/Mar/2026:19:03:58 +0000',
      timeEpoch: 1773342238123,
    },
    isBase64Encoded: false,
  });
});

test('header names are lower case and repeated headers are joined with commas', () => {
  const rawHeaders = [
    'Host',
    'localhost',
    'X-Signature',
    'one',
    'x-signature',
    'two',
    'X-Forwarded-For',
    '203.0.113.9',
  ];
  const { headers } = toEvent(received({ rawHeaders }), route, arrival);
  expect(headers).toMatchObject({ 'x-signature': 'one,two', 'x-forwarded-for': '203.0.113.9, 127.0.0.1' });
});

test('a header or query key that is called like a part of every object is one like any other', () => {
  const rawHeaders = ['Host', 'localhost', 'constructor', 'a', 'toString', 'b', '__proto__', 'c'];
  const event = toEvent(received({ rawHeaders, url: '/webhooks/x?constructor=d&__proto__=e' }), route, arrival);
  const { headers, queryStringParameters = {} } = JSON.parse(JSON.stringify(event)) as typeof event;
  expect(Object.entries(headers)).toEqual(
    expect.arrayContaining([
      ['constructor', 'a'],
      ['tostring', 'b'],
      ['__proto__', 'c'],
    ]),
  );
  expect(Object.entries(queryStringParameters)).toEqual([
    ['constructor', 'd'],
    ['__proto__', 'e'],
  ]);
});

test('cookies have a list of their own and leave the headers', () => {
  const rawHeaders = ['Host', 'localhost', 'Cookie', 'a=1; b=2', 'Cookie', 'c=3'];
  const event = toEvent(received({ rawHeaders }), route, arrival);
  expect(event.cookies).toEqual(['a=1', 'b=2', 'c=3']);
  expect(event.headers).not.toHaveProperty('cookie');
});

test('the query string stays as sent, and repeated keys are decoded and joined', () => {
  const event = toEvent(received({ url: '/webhooks/x?tag=a%20b&tag=c+d&empty=' }), route, arrival);
  expect(event.rawPath).toBe('/webhooks/x');
  expect(event.rawQueryString).toBe('tag=a%20b&tag=c+d&empty=');
  expect(event.queryStringParameters).toEqual({ tag: 'a b,c d', empty: '' });
});

test.each([
  'application/json',
  'application/json; charset=utf-8',
  'application/cloudevents+json',
  'text/plain',
  'application/xml',
])('a body of type %s goes through as text', (type) => {
  expect(bodyOf(type, Buffer.from('{"a":"ü"}'))).toEqual({ body: '{"a":"ü"}', isBase64Encoded: false });
});

test.each([
  undefined,
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'image/png',
])('a body of type %s goes as base64', (type) => {
  expect(bodyOf(type, Buffer.from('a=b'))).toEqual({ body: 'YT1i', isBase64Encoded: true });
});

test('a compressed body and bytes that are no UTF-8 go as base64 whatever their type says', () => {
  const bytes = Buffer.from([0x1f, 0x8b, 0xff, 0x00]);
  const base64 = { body: bytes.toString('base64'), isBase64Encoded: true };
  expect(bodyOf('application/json', bytes)).toEqual(base64);
  expect(bodyOf('application/json', Buffer.from('{}'), 'gzip')).toEqual({ body: 'e30=', isBase64Encoded: true });
});
