import { TOKEN_HEADER } from '../../../../operator/console/protocol/refusal.ts';
import { givenConsole, ORIGIN, TOKEN } from './given-console.ts';

const { ask } = givenConsole();

test('a page of the console with the token is answered', async () => {
  const answer = await ask('/api/about');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ service: 'webhook-pipeline', stage: 'local' });
});

test.each([
  'attacker.example',
  'attacker.example:4177',
  '127.0.0.1:80',
  '127.0.0.1',
  '[::1]:4177',
  'localhost.attacker.example:4177',
  undefined,
])('the host %s is refused, as a name that was given our address later would say it', async (host) => {
  for (const path of ['/', '/api/about', '/assets/app.js']) {
    expect((await ask(path, { headers: { host } })).status).toBe(403);
  }
});

test('localhost with our port is our name too', async () => {
  expect((await ask('/api/about', { headers: { host: 'localhost:4177' } })).status).toBe(200);
});

test.each([
  ['another page', { 'sec-fetch-site': 'cross-site', origin: 'https://attacker.example' }],
  ['another page whose browser sends no Origin', { 'sec-fetch-site': 'cross-site' }],
  ['another port of this machine', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:3000' }],
  ['a sandboxed frame', { origin: 'null' }],
  [
    'a page that only lies about where it comes from',
    { 'sec-fetch-site': 'same-origin', origin: 'https://attacker.example' },
  ],
  ['an address that somebody typed', { 'sec-fetch-site': 'none' }],
  ['whoever says nothing about where it comes from', { 'sec-fetch-site': undefined }],
])('%s may not ask the API, even with the token', async (_, headers) => {
  expect((await ask('/api/about', { headers })).status).toBe(403);
});

test('an old browser that says only the right Origin is answered', async () => {
  expect((await ask('/api/about', { headers: { 'sec-fetch-site': undefined, origin: ORIGIN } })).status).toBe(200);
});

test.each([
  ['/', 200],
  ['/dead-letters/list?from=archive', 200],
  ['/dead-letters/archive/a%2Fb', 200],
  ['/runs/run-00000001', 200],
  ['/no-such-page', 404],
  ['/dead-letters/archive/a/b', 404],
  ['/runs/a/b', 404],
])('%s is answered %i with the document', async (path, status) => {
  const answer = await ask(path);
  expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining('<div id="root">')]);
});

test('a link from elsewhere leads to the document, and another page cannot load what belongs to it', async () => {
  const elsewhere = { 'sec-fetch-site': 'cross-site' };
  expect((await ask('/', { headers: { ...elsewhere, 'sec-fetch-dest': 'document' } })).status).toBe(200);
  expect((await ask('/', { headers: { ...elsewhere, 'sec-fetch-dest': 'iframe' } })).status).toBe(403);
  expect((await ask('/assets/app.js', { headers: { ...elsewhere, 'sec-fetch-dest': 'script' } })).status).toBe(403);
});

test.each([undefined, '', 'wrong', `${TOKEN}x`, TOKEN.slice(1), TOKEN.toUpperCase()])(
  'the token %j opens nothing',
  async (token) => {
    for (const verb of ['about', 'list', 'status', 'no-such-verb']) {
      const answer = await ask(`/api/${verb}`, { headers: { [TOKEN_HEADER]: token } });
      expect(answer.status).toBe(401);
    }
  },
);

test.each(['/api/runs/begin', '/api/runs/resume', '/api/runs/abort', '/api/workers/pause', '/api/workers/resume'])(
  '%s cannot be asked by GET, as links and pictures would',
  async (path) => {
    expect((await ask(path)).status).toBe(404);
  },
);

test('the document allows no script but ours, no frame, and styles only with a nonce of its own', async () => {
  const first = await ask('/dead-letters/list?from=archive');
  const second = await ask('/');
  const policy = first.headers.get('content-security-policy') ?? '';
  const other = second.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  const nonce = /'nonce-(?<nonce>[^']+)'/.exec(policy)?.groups?.['nonce'] ?? 'none';
  expect(await first.text()).toContain(`content="${nonce}"`);
  expect(other).not.toContain(nonce);
});

test('every answer, a refusal too, forbids sniffing, framing, referrers and caching of what operators see', async () => {
  for (const answer of [
    await ask('/'),
    await ask('/api/about'),
    await ask('/api/about', { headers: { host: 'elsewhere' } }),
  ]) {
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  }
});

test('a request that is too large is refused unread', async () => {
  const { act } = givenConsole();
  expect((await act('runs/foresee', { replay: { from: 'x'.repeat(1024 * 1024) } })).status).toBe(413);
});

test('no path leads out of the built app', async () => {
  for (const path of ['/assets/../../../../etc/passwd', '/assets/%2e%2e%2fpackage.json', '/assets/other.js']) {
    const answer = await ask(path);
    expect(await answer.text()).not.toMatch(/root:|"dependencies"/);
  }
});
