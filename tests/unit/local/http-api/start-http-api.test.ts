import { connect } from 'node:net';
import { createRequestAnswerer, type AnswerSettings } from '../../../../local/http-api/answer-request.ts';
import { startHttpApi, type HttpApi } from '../../../../local/http-api/start-http-api.ts';
import { RequestTooLarge, TooManyRequests, type Outcome } from '../../../../local/functions/outcome.ts';

const opened: HttpApi[] = [];
const logged: string[] = [];
afterEach(async () => {
  logged.length = 0;
  await Promise.all(opened.splice(0).map((api) => api.close()));
});

const succeeded = (value: unknown): Outcome => ({ requestId: 'r', log: '', result: JSON.stringify(value) });

async function open(invoke: AnswerSettings['invoke'], answerSecondsMax = 30): Promise<HttpApi> {
  const routes = [{ routeKey: 'ANY /webhooks/{source}', functionName: 'ingest' }];
  const settings = { routes, accountId: '000000000000', answerSecondsMax, invoke };
  const api = await startHttpApi(0, Promise.resolve(createRequestAnswerer(settings)), (line) => logged.push(line));
  opened.push(api);
  return api;
}

async function answerOf(api: HttpApi, path = '/webhooks/x', init: RequestInit = { method: 'POST', body: '{}' }) {
  const response = await fetch(`${api.url}${path}`, init);
  return { status: response.status, body: await response.text() };
}

/** Writes bytes to the API as they are and answers with all that comes back until it hangs up. */
function speak(api: HttpApi, text: string | Buffer): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () => socket.write(text));
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk.toString();
  });
  socket.on('close', () => resolve(heard));
  return promise;
}

test('a webhook reaches its function as an event, and the result reaches the sender', async () => {
  const events: unknown[] = [];
  const api = await open(async (functionName, event) => {
    events.push([functionName, JSON.parse(event).body]);
    return succeeded({ statusCode: 202, body: 'taken' });
  });
  expect(await answerOf(api)).toEqual({ status: 202, body: 'taken' });
  expect(events).toEqual([['ingest', '{}']]);
});

test('an answer says how long it is, so that the sender can reuse its connection', async () => {
  const api = await open(async () => succeeded({ statusCode: 202, body: 'ü' }));
  const { headers } = await fetch(`${api.url}/webhooks/x`, { method: 'POST', body: '{}' });
  expect(headers.get('content-length')).toBe('2');
  expect(headers.get('apigw-requestid')).toMatch(/^[0-9a-f-]{36}$/);
});

test('a function that fails is a 500, so that the sender tries again', async () => {
  const api = await open(async () => ({ requestId: 'r', log: '', error: { errorType: 'Error', errorMessage: 'no' } }));
  expect(await answerOf(api)).toEqual({ status: 500, body: '{"message":"Internal Server Error"}' });
});

test('a throttled function is a 503, and the gateway logs its own answer without the query', async () => {
  const api = await open(() => Promise.reject(new TooManyRequests('Rate exceeded')));
  const answer = await answerOf(api, '/webhooks/x?token=secret');
  expect(answer).toEqual({ status: 503, body: '{"message":"Service Unavailable"}' });
  expect(logged).toEqual([expect.stringMatching(/"path":"\/webhooks\/x","status":503/)]);
});

test('a function that takes too long is a 503', async () => {
  const api = await open(() => new Promise(() => undefined), 0.05);
  expect(await answerOf(api)).toEqual({ status: 503, body: '{"message":"Service Unavailable"}' });
});

test('an event that outgrows Lambda is a 413', async () => {
  const api = await open(() => Promise.reject(new RequestTooLarge('too large')));
  expect(await answerOf(api)).toEqual({ status: 413, body: '{"message":"Request Entity Too Large"}' });
});

test('a path without route is a 404, and a path that cannot be decoded a 400', async () => {
  const api = await open(async () => succeeded(null));
  expect(await answerOf(api, '/other')).toEqual({ status: 404, body: '{"message":"Not Found"}' });
  expect(await answerOf(api, '/webhooks/%zz')).toEqual({ status: 400, body: '{"message":"Bad Request"}' });
});

test('a body that is too large is a 413 as soon as that is certain, and the connection goes on', async () => {
  let invocations = 0;
  const api = await open(async () => {
    invocations += 1;
    return succeeded('small');
  });
  const large = Buffer.alloc(6_291_457, 'a');
  expect(await answerOf(api, '/webhooks/x', { method: 'POST', body: large })).toMatchObject({ status: 413 });
  expect(await answerOf(api)).toMatchObject({ status: 200 });
  const declared = 'POST /webhooks/x HTTP/1.1\r\nhost: localhost\r\ncontent-length: 20000000\r\n\r\n';
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () => socket.write(declared));
  const [head] = await new Promise<Buffer[]>((resolve) => socket.once('data', (chunk) => resolve([chunk])));
  socket.destroy();
  expect(head?.toString()).toMatch(/^HTTP\/1\.1 413 /);
  expect(invocations).toBe(1);
});

test.each([10_241 - 26, 20_000])('%s bytes of header are too many: 431', async (bytes) => {
  const api = await open(async () => succeeded(null));
  const heard = await speak(
    api,
    `POST /webhooks/x HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx: ${'y'.repeat(bytes)}\r\n\r\n`,
  );
  expect(heard).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
  expect(heard).toContain('{"message":"Request Header Fields Too Large"}');
});

test('100 Continue never stands within the answer of a request that follows another one', async () => {
  const secondAnswered = Promise.withResolvers<void>();
  let invocations = 0;
  const api = await open(async () => {
    invocations += 1;
    // The second one is answered first, and its answer waits for its turn.
    if (invocations === 1) await secondAnswered.promise;
    else setTimeout(secondAnswered.resolve, 20);
    return succeeded({ statusCode: 202, body: 'taken' });
  });
  const first = 'POST /webhooks/x HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n{}';
  const second = first.replace('host:', 'connection: close\r\nexpect: 100-continue\r\nhost:');
  const heard = await speak(api, first + second);
  expect(heard.match(/HTTP\/1\.1 202 [^]*?\r\n\r\ntaken/g)).toHaveLength(2);
  expect(heard).not.toMatch(/202 Accepted\r\n(?:.+\r\n)+\r\nHTTP/);
});

test('a sender that waits for 100 Continue gets it', async () => {
  const api = await open(async () => succeeded({ statusCode: 202, body: 'taken' }));
  const head = 'POST /webhooks/x HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n';
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () => socket.write(head));
  const [heard] = await new Promise<Buffer[]>((resolve) => socket.once('data', (chunk) => resolve([chunk])));
  socket.destroy();
  expect(heard?.toString()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
});

test('what is no HTTP at all is a 400', async () => {
  const api = await open(async () => succeeded(null));
  expect(await speak(api, 'HELLO\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});

test('a logged path is cut, and holds no character that a terminal obeys', async () => {
  const api = await open(async () => succeeded(null));
  const path = `/other/${'x'.repeat(300)}`;
  expect(await answerOf(api, path)).toMatchObject({ status: 404 });
  expect(JSON.parse(logged[0]!).path).toBe(path.slice(0, 200));
  const request = 'GET /other/\u009b31m\u001b[31m\u00fc HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n';
  await speak(api, Buffer.from(request, 'latin1'));
  expect(logged.join('')).toMatch(/^[ -~]+$/);
});

test.each([
  ['points its own name at this machine', 'host: evil.example'],
  ['points a name below localhost at this machine', 'host: evil.localhost'],
  ['posts a form from elsewhere', 'host: localhost\r\nsec-fetch-site: cross-site'],
  ['comes from another program of this machine', 'host: localhost\r\nsec-fetch-site: same-site'],
  ['names its origin', 'host: localhost\r\norigin: https://evil.example'],
])('a page that %s is refused', async (_what, headers) => {
  const api = await open(async () => succeeded(null));
  const heard = await speak(api, `GET /webhooks/x HTTP/1.1\r\n${headers}\r\nconnection: close\r\n\r\n`);
  expect(heard).toMatch(/^HTTP\/1\.1 403 /);
});

test('a sender that hangs up half-way invokes nothing and leaves nothing behind', async () => {
  let invocations = 0;
  const api = await open(async () => {
    invocations += 1;
    return succeeded(null);
  });
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () => {
    socket.write('POST /webhooks/x HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf', () =>
      socket.destroy(),
    );
  });
  await new Promise((resolve) => socket.on('close', resolve));
  // The next request is read after the broken one.
  await answerOf(api);
  expect(invocations).toBe(1);
});

test('requests that come before the functions stand wait for them', async () => {
  const answering = Promise.withResolvers<ReturnType<typeof createRequestAnswerer>>();
  const api = await startHttpApi(0, answering.promise, () => undefined);
  opened.push(api);
  const answered = answerOf(api);
  const routes = [{ routeKey: '$default', functionName: 'ingest' }];
  answering.resolve(
    createRequestAnswerer({ routes, accountId: '0', answerSecondsMax: 30, invoke: async () => succeeded('ready') }),
  );
  expect(await answered).toEqual({ status: 200, body: '"ready"' });
});
