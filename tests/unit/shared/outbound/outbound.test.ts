// Against real servers on this machine; what a name stands for is made up.
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Resolve } from '#shared/outbound/checked-lookup.ts';
import { createOutbound } from '#shared/outbound/outbound.ts';
import { GiveUp } from '#shared/errors.ts';
import { fixedClock } from '../../../support/ports.ts';

type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

const servers: { close(): void }[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  server.on('connection', (socket: Socket) => sockets.add(socket));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const serve = (answer: Answerer) => listen(http.createServer(answer));
const serveRaw = (talk: (socket: Socket) => void) => listen(createServer(talk));

const clock = fixedClock(1_767_322_800);
const given = ({
  stage = 'local',
  resolve = async () => [{ address: '127.0.0.1', family: 4 }] as const,
}: {
  readonly stage?: string;
  readonly resolve?: Resolve;
} = {}) => createOutbound({ stage, clock, resolve });

const request = (timeoutMs = 5000) => ({
  headers: { 'content-type': 'text/plain', 'x-mine': 'yes' },
  body: Buffer.from('é and more'),
  timeoutMs,
  signal: new AbortController().signal,
});

test('posts exactly these bytes and headers, and tells the status and the headers of the answer', async () => {
  const seen = Promise.withResolvers<{ readonly request: IncomingMessage; readonly body: string }>();
  const port = await serve((incoming, response) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (text: string) => (body += text));
    incoming.once('end', () => {
      seen.resolve({ request: incoming, body });
      response.writeHead(202, { 'Retry-After': '7', 'set-cookie': ['a=1', 'b=2'] }).end('thanks');
    });
  });
  const answer = await given().post(`http://127.0.0.1:${port}/hooks?key=1#part`, request());
  expect(answer).toMatchObject({ status: 202, headers: { 'retry-after': '7', 'set-cookie': 'a=1, b=2' } });
  const { request: got, body } = await seen.promise;
  expect(got).toMatchObject({ method: 'POST', url: '/hooks?key=1' });
  expect(got.headers).toMatchObject({ 'content-type': 'text/plain', 'x-mine': 'yes', 'content-length': '11' });
  expect(body).toBe('é and more');
});

test('a redirect is an answer and nothing else is asked', async () => {
  let requests = 0;
  const port = await serve((_incoming, response) => {
    requests += 1;
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  expect(await given().post(`http://127.0.0.1:${port}/`, request())).toMatchObject({ status: 307 });
  expect(requests).toBe(1);
});

describe('the connection is made to the address that was checked', () => {
  test('and to none that the name stands for a moment later', async () => {
    let asked = 0;
    const port = await serve((_incoming, response) => void response.end());
    // In stage local the checked address is this machine, and the one that comes later is somebody else.
    const resolve: Resolve = async () => {
      asked += 1;
      return [asked === 1 ? { address: '127.0.0.1', family: 4 } : { address: '10.0.0.1', family: 4 }];
    };
    expect(await given({ resolve }).post(`http://rebinding.test:${port}/`, request())).toMatchObject({ status: 200 });
    expect(asked).toBe(1);
  });

  test.each<[string, readonly { readonly address: string; readonly family: number }[]]>([
    ['only a private address', [{ address: '192.168.1.1', family: 4 }]],
    [
      'a private address behind a global one',
      [
        { address: '8.8.8.8', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ],
    ],
    [
      'a private address before a global one',
      [
        { address: 'fd00::1', family: 6 },
        { address: '8.8.8.8', family: 4 },
      ],
    ],
    ['this machine in the form of IPv6', [{ address: '::ffff:127.0.0.1', family: 6 }]],
    ['the metadata of the cloud', [{ address: '169.254.169.254', family: 4 }]],
    ['this machine', [{ address: '127.0.0.1', family: 4 }]],
  ])('and to none at all where the name stands for %s', async (_what, addresses) => {
    let connections = 0;
    const port = await serveRaw(() => void (connections += 1));
    const outbound = given({ stage: 'prod', resolve: async () => addresses });
    await expect(outbound.post(`https://mixed.test:${port}/`, request())).rejects.toThrow(GiveUp);
    expect(connections).toBe(0);
  });
});

test('a name without an address, and one that cannot be looked up, have no answer', async () => {
  const nowhere = given({ resolve: async () => [] }).post('http://nowhere.test/', request());
  await expect(nowhere).rejects.toThrow('nowhere.test has no address');
  const unknown = given({ resolve: () => Promise.reject(new Error('ENOTFOUND')) }).post('http://a.test/', request());
  await expect(unknown).rejects.toThrow('ENOTFOUND');
  await expect(unknown).rejects.not.toThrow(GiveUp);
});

test.each(
  (
    'https://127.0.0.1/ https://[::1]/ https://0x7f.1/ https://2130706433/ https://0/ https://127.1/ ' +
    'https://[::ffff:7f00:1]/ https://[64:ff9b::7f00:1]/ https://[2002:7f00:1::]/ https://[::7f00:1]/ ' +
    'https://10.0.0.1/ https://169.254.169.254/latest/meta-data https://[fe80::1]/ ' +
    'https://[fd00:ec2::254]/ http://example.com/ ftp://example.com/ file:///etc/passwd ' +
    'https://user@example.com/ not-a-url https://user:secret@example.com/ https://:secret@example.com/'
  ).split(' '),
)('%s is given up at once when deployed', async (url) => {
  const posting = given({ stage: 'prod' }).post(url, request());
  await expect(posting).rejects.toThrow(GiveUp);
  await expect(posting).rejects.not.toThrow('secret');
});

test.each(['http://10.0.0.1/', 'https://192.168.0.1/', 'https://user@127.0.0.1/', 'http://169.254.169.254/'])(
  '%s is given up even in stage local',
  (url) => expect(given().post(url, request())).rejects.toThrow(GiveUp),
);

describe('one time limit stands over everything', () => {
  test('over the look-up of the name', async () => {
    const outbound = given({ resolve: () => new Promise(() => undefined) });
    await expect(outbound.post('http://slow.test/', request(50))).rejects.toThrow(/timeout/i);
  });

  test('over a host that takes the request and says nothing', async () => {
    const closed = Promise.withResolvers<void>();
    const port = await serveRaw((socket) => socket.resume().once('close', closed.resolve));
    await expect(given().post(`http://127.0.0.1:${port}/`, request(50))).rejects.toThrow(/timeout/i);
    await closed.promise;
  });

  test('over a host that sends its headers byte by byte', async () => {
    const port = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
      const timer = setInterval(() => socket.write('a'), 5);
      socket.on('error', () => undefined).once('close', () => clearInterval(timer));
    });
    await expect(given().post(`http://127.0.0.1:${port}/`, request(100))).rejects.toThrow(/timeout/i);
  });

  test('over a body without an end, whose status counts', async () => {
    const closed = Promise.withResolvers<void>();
    const port = await serve((_incoming, response) => {
      response.write('first');
      response.once('close', closed.resolve);
    });
    expect(await given().post(`http://127.0.0.1:${port}/`, request(100))).toMatchObject({ status: 200 });
    await closed.promise;
  });

  test('and the caller may end it before', async () => {
    const arrived = Promise.withResolvers<void>();
    const port = await serve(() => arrived.resolve());
    const deadline = new AbortController();
    const posting = given().post(`http://127.0.0.1:${port}/`, { ...request(), signal: deadline.signal });
    await arrived.promise;
    deadline.abort(new Error('time ran out'));
    await expect(posting).rejects.toThrow('time ran out');
  });

  test('and where it has passed before, nothing is sent', async () => {
    let requests = 0;
    const port = await serve(() => void (requests += 1));
    const posting = given().post(`http://127.0.0.1:${port}/`, { ...request(), signal: AbortSignal.abort() });
    await expect(posting).rejects.toThrow();
    expect(requests).toBe(0);
  });
});

test('of a huge answer the status counts, and the connection is destroyed soon', async () => {
  let bytes = 0;
  const closed = Promise.withResolvers<void>();
  const port = await serve((_incoming, response) => {
    const chunk = Buffer.alloc(16 * 1024);
    const writeMore = () => {
      while (!response.destroyed && response.write(chunk)) bytes += chunk.length;
    };
    response.on('drain', writeMore).once('close', closed.resolve);
    writeMore();
  });
  expect(await given().post(`http://127.0.0.1:${port}/`, request())).toMatchObject({ status: 200 });
  await closed.promise;
  expect(bytes).toBeLessThan(32 * 1024 * 1024);
});

test.each([
  ['closes the connection', (socket: Socket) => socket.once('data', () => socket.destroy())],
  ['speaks no HTTP', (socket: Socket) => socket.once('data', () => socket.end('220 smtp.test ESMTP\r\n'))],
])('a host that %s has not answered', async (_what, talk) => {
  const port = await serveRaw((socket) => void talk(socket.on('error', () => undefined)));
  await expect(given().post(`http://127.0.0.1:${port}/`, request())).rejects.toThrow();
});

test('a port on which nobody listens has no answer', async () => {
  const port = await serve(() => undefined);
  for (const server of servers.splice(0)) server.close();
  await expect(given().post(`http://127.0.0.1:${port}/`, request())).rejects.toThrow('ECONNREFUSED');
});

describe('a kept connection', () => {
  test('serves the next request, and is closed after a long sleep', async () => {
    let connections = 0;
    const server = http.createServer((_incoming, response) => void response.end());
    server.on('connection', () => (connections += 1));
    const port = await listen(server);
    const outbound = given();
    const post = async () => {
      await outbound.post(`http://127.0.0.1:${port}/`, request());
      // A connection is free again only after the answer was told.
      await new Promise(setImmediate);
    };
    await post();
    await post();
    expect(connections).toBe(1);
    clock.advance(5000);
    await post();
    expect(connections).toBe(2);
  });

  test('that the host resets once it has the next request has no answer, and nothing is posted again', async () => {
    let connections = 0;
    const port = await serveRaw((socket) => {
      connections += 1;
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        if (!text.endsWith('é and more')) text += chunk;
        else socket.resetAndDestroy();
        if (text.endsWith('é and more')) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
      });
    });
    const outbound = given();
    await outbound.post(`http://127.0.0.1:${port}/`, request());
    await new Promise(setImmediate);
    await expect(outbound.post(`http://127.0.0.1:${port}/`, request())).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(connections).toBe(1);
  });

  test.each([
    ['closed', (socket: Socket) => socket.end()],
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
  ])('that was %s while nobody looked is not posted on', async (_how, leave) => {
    const taken: Socket[] = [];
    const server = http.createServer((_incoming, response) => void response.end());
    server.on('connection', (socket: Socket) => taken.push(socket));
    const port = await listen(server);
    const outbound = given();
    await outbound.post(`http://127.0.0.1:${port}/`, request());
    await new Promise(setImmediate);
    const [first] = taken;
    if (first) leave(first);
    // As after Lambda's sleep: the system knows that the connection is over, and nothing has told this program yet.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    expect(await outbound.post(`http://127.0.0.1:${port}/`, request())).toMatchObject({ status: 200 });
    expect(taken).toHaveLength(2);
  });
});
