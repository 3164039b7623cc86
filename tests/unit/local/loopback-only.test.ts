import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { listenOnLoopback } from '../../../local/listen-on-loopback.ts';

const guard = fileURLToPath(new URL('../../../local/loopback-only.cjs', import.meta.url));

interface Child {
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node; by default the guard is loaded before the program. */
  readonly options?: readonly string[];
}

/** Runs a module in a guarded child whose environment holds AWS keys that look real, and answers with what it prints. */
async function guarded(code: string, { env = {}, options = ['--require', guard] }: Child = {}): Promise<string> {
  const environment = {
    PATH: process.env['PATH'],
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_REGION: 'us-east-1',
    ...env,
  };
  const args = [...options, '--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: environment, timeout: 20_000 });
  return stdout.trim();
}

/** Wraps one attempt so that the child prints the code of its failure. */
const codeOf = (attempt: string) => `
  const codeIn = (error) => error.cause ? codeIn(error.cause) : (error.code ?? String(error));
  const { promise, resolve, reject } = Promise.withResolvers();
  process.on('uncaughtException', reject);
  ${attempt}
  console.log(await promise.then(() => 'reached', codeIn));
  process.exit();`;

test.each([
  ['fetch of an address', "fetch('http://192.0.2.1/').then(resolve, reject);"],
  ['fetch of a name', "fetch('https://example.com/').then(resolve, reject);"],
  ['https', "(await import('node:https')).get('https://example.com/', resolve).on('error', reject);"],
  ['http to an address', "(await import('node:http')).get('http://192.0.2.1/', resolve).on('error', reject);"],
  ['http2', "(await import('node:http2')).connect('https://192.0.2.1/').on('connect', resolve).on('error', reject);"],
  ['tls', "(await import('node:tls')).connect(443, '192.0.2.1', resolve).on('error', reject);"],
  ['a plain socket', "(await import('node:net')).connect(80, '192.0.2.1', resolve).on('error', reject);"],
  ['a socket over IPv6', "(await import('node:net')).connect(80, '2001:db8::1', resolve).on('error', reject);"],
  ['a mapped address', "(await import('node:net')).connect(80, '::ffff:192.0.2.1', resolve).on('error', reject);"],
  [
    'a lookup of its own for localhost',
    `const lookup = (name, options, answer) => answer(null, options.all ? [{ address: '192.0.2.1', family: 4 }] : '192.0.2.1', 4);
     (await import('node:net')).connect({ port: 80, host: 'localhost', lookup }, resolve).on('error', reject);`,
  ],
  [
    'a datagram',
    "(await import('node:dgram')).createSocket('udp4').send('x', 53, '192.0.2.1', (e) => e ? reject(e) : resolve());",
  ],
  ['a name service look-up', "(await import('node:dns')).lookup('example.com', (e) => e ? reject(e) : resolve());"],
  ['a promised look-up', "(await import('node:dns/promises')).lookup('example.com').then(resolve, reject);"],
  ['a DNS query', "(await import('node:dns')).resolveTxt('example.com', (e) => e ? reject(e) : resolve());"],
  [
    'a DNS query of a resolver of its own',
    "new (await import('node:dns/promises')).Resolver().resolve4('example.com').then(resolve, reject);",
  ],
  [
    'an AWS client with the keys of the shell',
    `const { SQSClient, ListQueuesCommand } = await import('@aws-sdk/client-sqs');
     new SQSClient({}).send(new ListQueuesCommand({})).then(resolve, reject);`,
  ],
  [
    'an AWS client that is sent to a queue URL of AWS',
    `const { SQSClient, SendMessageCommand } = await import('@aws-sdk/client-sqs');
     const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/work';
     new SQSClient({}).send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })).then(resolve, reject);`,
  ],
  [
    'a worker thread',
    `new (await import('node:worker_threads')).Worker("fetch('http://192.0.2.1/')", { eval: true }).on('error', reject).on('exit', resolve);`,
  ],
  [
    'a Node program started from here',
    `const code = "fetch('http://192.0.2.1/').catch((error) => { console.log(error.cause.code); })";
     (await import('node:child_process')).execFile(process.execPath, ['-e', code], (error, stdout) => reject({ code: stdout.trim() }));`,
  ],
])('%s cannot leave the machine', async (_what, attempt) => {
  expect(await guarded(codeOf(attempt))).toBe('ELOCALONLY');
});

test('a WebSocket cannot leave the machine', async () => {
  const attempt =
    "const socket = new WebSocket('ws://192.0.2.1/'); socket.onopen = resolve; socket.onerror = () => reject({ code: 'refused' });";
  expect(await guarded(codeOf(attempt))).toBe('refused');
});

test('the refusal says what was tried and what to do', async () => {
  expect(await guarded("await fetch('http://192.0.2.1/').catch((error) => console.log(error.cause.message));")).toBe(
    'Local mode talks to this machine only, and something tried to reach 192.0.2.1. ' +
      'Check the endpoint it uses; to reach AWS, deploy to another stage.',
  );
});

test.each(['127.0.0.1', 'localhost'])('%s stays reachable', async (host) => {
  const server = createServer((_request, response) => response.end('here'));
  const port = await listenOnLoopback(server, 0);
  const heard = await guarded(`console.log(await (await fetch('http://${host}:${port}/')).text());`);
  server.close();
  expect(heard).toBe('here');
});

describe('a proxy on this machine', () => {
  const heard: string[] = [];
  const proxy = createTcpServer((socket) => {
    socket
      .on('error', () => undefined)
      .on('data', (bytes) => {
        heard.push(bytes.toString('latin1'));
        socket.destroy();
      });
  });
  let url: string;
  beforeAll(async () => {
    url = `http://127.0.0.1:${await listenOnLoopback(proxy, 0)}`;
  });
  beforeEach(() => {
    heard.length = 0;
  });
  afterAll(() => proxy.close());

  const proxied = () => ({
    NODE_USE_ENV_PROXY: '1',
    HTTP_PROXY: url,
    HTTPS_PROXY: url,
    ALL_PROXY: url,
    http_proxy: url,
    https_proxy: url,
    NO_PROXY: 'example.org',
  });
  const https =
    "(await import('node:https')).get('https://sqs.us-east-1.amazonaws.com/', resolve).on('error', reject);";
  const inProcess = `process.getBuiltinModule('node:module').createRequire(import.meta.url)(${JSON.stringify(guard)});`;

  test.each([
    ['fetch', "fetch('https://sqs.us-east-1.amazonaws.com/').then(resolve, reject);"],
    ['fetch without TLS', "fetch('http://sqs.us-east-1.amazonaws.com/').then(resolve, reject);"],
    ['https', https],
    ['http', "(await import('node:http')).get('http://sqs.us-east-1.amazonaws.com/', resolve).on('error', reject);"],
    [
      'an agent that reads the environment',
      `const { Agent, get } = await import('node:https');
     get('https://sqs.us-east-1.amazonaws.com/', { agent: new Agent({ proxyEnv: process.env }) }, resolve).on('error', reject);`,
    ],
  ])('hears nothing of %s, whatever the shell says', async (_what, attempt) => {
    expect(await guarded(codeOf(attempt), { env: proxied() })).toBe('ELOCALONLY');
    expect(await guarded(codeOf(inProcess + attempt), { env: proxied(), options: ['--use-env-proxy'] })).toBe(
      'ELOCALONLY',
    );
    expect(heard).toEqual([]);
  });

  test.each([
    [
      'an agent of its own',
      (at: string) => `const { Agent, get } = await import('node:https');
     get('https://sqs.us-east-1.amazonaws.com/', { agent: new Agent({ proxyEnv: { HTTPS_PROXY: '${at}' } }) }, resolve).on('error', reject);`,
    ],
    [
      'a global proxy that it sets',
      (at: string) => `(await import('node:http')).setGlobalProxyFromEnv({ HTTPS_PROXY: '${at}' });
     fetch('https://sqs.us-east-1.amazonaws.com/').then(resolve, reject);`,
    ],
    [
      'CONNECT',
      (at: string) => `const path = 'sqs.us-east-1.amazonaws.com:443';
     (await import('node:http')).request('${at}', { method: 'CONNECT', path }).on('connect', resolve).on('error', reject).end();`,
    ],
    [
      'a request for an absolute URL',
      (at: string) => `const path = 'http://192.0.2.1/';
     (await import('node:http')).get('${at}', { path }, resolve).on('error', reject);`,
    ],
    [
      'the first words of a socket',
      (at: string) => `const { port } = new URL('${at}');
     (await import('node:net')).connect(port, '127.0.0.1').on('error', reject).end('CONNECT [2001:db8::1]:443 HTTP/1.1\\r\\n\\r\\n');`,
    ],
  ])('is not told of another machine by %s', async (_what, attempt) => {
    expect(await guarded(codeOf(attempt(url)))).toBe('ELOCALONLY');
    expect(heard).toEqual([]);
  });

  test('programs started from here do not learn of it', async () => {
    const code = 'console.log(Object.keys(process.env).filter((name) => /proxy/i.test(name)).join());';
    expect(await guarded(code, { env: proxied() })).toBe('');
  });

  test('requests to this machine go there directly', async () => {
    const server = createServer((_request, response) => response.end('here'));
    const here = `http://127.0.0.1:${await listenOnLoopback(server, 0)}/`;
    const code = `const { get } = await import('node:http'); const { text } = await import('node:stream/consumers');
      const byFetch = await (await fetch('${here}')).text();
      get('${here}', async (response) => { console.log(byFetch, await text(response)); process.exit(); });`;
    expect(await guarded(code, { env: proxied() })).toBe('here here');
    server.close();
    expect(heard).toEqual([]);
  });

  test.each([
    ['as it is', '{ eval: true }', []],
    ['with options of its own', '{ eval: true, execArgv: [], env: {} }', []],
    ['of a process with options that threads refuse', '{ eval: true }', ['--max-old-space-size=500', '--title=x']],
  ])(
    'a thread started %s after the guard was loaded cannot leave the machine either',
    async (_what, settings, options) => {
      const inThread = "fetch('https://sqs.us-east-1.amazonaws.com/').catch((error) => { throw error.cause; })";
      const code = codeOf(`${inProcess}
      new (await import('node:worker_threads')).Worker(${JSON.stringify(inThread)}, ${settings}).on('error', reject).on('exit', resolve);`);
      expect(await guarded(code, { env: proxied(), options })).toBe('ELOCALONLY');
      expect(heard).toEqual([]);
    },
  );
});
