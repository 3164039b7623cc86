import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo, type Server } from 'node:net';
import { createOutbound } from '#shared/outbound/outbound.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { describeSilence } from '../../../../../functions/workers/forward/describe-silence.ts';
import { judgeSilence } from '../../../../../functions/workers/forward/judge-answer.ts';

const withCode = (code: unknown) => Object.assign(new Error('connect 203.0.113.7:8443 erp.test'), { code });

test.each([
  ['ECONNREFUSED', 'refused the connection'],
  ['ECONNRESET', 'closed the connection before it answered'],
  ['ETIMEDOUT', 'did not answer in time'],
  ['ENOTFOUND', 'has a host name that was not found'],
  ['EAI_AGAIN', 'has a host name that could not be looked up'],
  ['EHOSTUNREACH', 'cannot be reached'],
  ['CERT_HAS_EXPIRED', 'has a certificate that has expired'],
  ['CERT_NOT_YET_VALID', 'has a certificate that cannot be trusted'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'has a certificate for another name'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'has a certificate that cannot be trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'has a certificate that cannot be trusted'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'could not agree on TLS'],
  ['HPE_INVALID_CONSTANT', 'answered something that is not HTTP'],
  ['EADDRNOTAVAIL', 'did not answer (EADDRNOTAVAIL)'],
])('%s is told as "%s", without the address that node tells', (code, reason) => {
  expect(describeSilence(withCode(code), false)).toBe(reason);
  const { failure, reason: told } = judgeSilence('erp', withCode(code), false);
  expect(failure).toMatchObject({ message: `erp ${reason}`, cause: undefined });
  expect(told).toBe(reason);
});

test.each([undefined, 7, 'https://erp.test/', 'lower'])('an error whose code is %j says nothing of its own', (code) => {
  expect(describeSilence(withCode(code), false)).toBeUndefined();
  const error = withCode(code);
  expect(judgeSilence('erp', error, false).failure).toMatchObject({ message: 'erp did not answer', cause: error });
});

test.each(['refused', null, undefined])('%j, thrown instead of an error, says nothing', (thrown) => {
  expect(describeSilence(thrown, false)).toBeUndefined();
});

const notFound = async () => {
  throw Object.assign(new Error('getaddrinfo ENOTFOUND erp.test'), { code: 'ENOTFOUND' });
};

const silence = async (url: string, { signal = new AbortController().signal, timeoutMs = 5000 } = {}) => {
  const outbound = createOutbound({ stage: 'local', clock: systemClock, resolve: notFound });
  const posting = outbound.post(url, { headers: {}, body: Buffer.from('{}'), timeoutMs, signal });
  return posting.then(
    ({ status }) => `answered ${status}`,
    (error: unknown) => judgeSilence('erp', error, signal.aborted).reason,
  );
};

describe('over real connections', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  const listen = async (server: Server) => {
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const closedPort = async () => {
    const server = net.createServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    return port;
  };
  test('a closed port has refused the connection', async () => {
    expect(await silence(`http://127.0.0.1:${await closedPort()}/`)).toBe('refused the connection');
  });

  test('a host that accepts and says nothing did not answer in time', async () => {
    const port = await listen(net.createServer((socket) => void socket.on('error', () => undefined).unref()));
    expect(await silence(`http://127.0.0.1:${port}/`, { timeoutMs: 50 })).toBe('did not answer in time');
  });

  test('one that we ended ourselves had not all of its time', async () => {
    const port = await listen(net.createServer((socket) => void socket.on('error', () => undefined).unref()));
    const signal = AbortSignal.abort();
    expect(await silence(`http://127.0.0.1:${port}/`, { signal })).toBe('did not answer in the time that was left');
  });

  test('a host that hangs up has closed the connection', async () => {
    const port = await listen(net.createServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
    expect(await silence(`http://127.0.0.1:${port}/`)).toBe('closed the connection before it answered');
  });

  test('a host that speaks plain http where https was wanted could not agree on TLS', async () => {
    const port = await listen(http.createServer());
    expect(await silence(`https://127.0.0.1:${port}/`)).toBe('could not agree on TLS');
  });

  test('a host that speaks something else answered no HTTP', async () => {
    const port = await listen(net.createServer((socket) => socket.once('data', () => socket.end('220 mail.test\r\n'))));
    expect(await silence(`http://127.0.0.1:${port}/`)).toBe('answered something that is not HTTP');
  });

  test('a name that nobody knows was not found', async () => {
    expect(await silence('https://erp.test/')).toBe('has a host name that was not found');
  });
});
