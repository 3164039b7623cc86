import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { listenOnLoopback } from '../../../local/listen-on-loopback.ts';

const guard = fileURLToPath(new URL('../../../local/loopback-only.cjs', import.meta.url));

/** Runs a module in a guarded child whose environment holds AWS keys that look real, and answers with what it prints. */
async function guarded(code: string): Promise<string> {
  const environment = {
    PATH: process.env['PATH'],
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_REGION: 'us-east-1',
  };
  const args = ['--require', guard, '--input-type=module', '--eval', code];
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
