import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from 'node:crypto';
import { verify, type VerifyOptions } from '../../../../../operator/commands/verify/verify.ts';
import { signWebhook } from '../../../../../functions/ingest/signature/sign-webhook.ts';
import { readSources, type Sources } from '#shared/messages/source.ts';
import { allProviders } from '../../../../support/all-providers.ts';
import { NOW } from '../../../../support/ingest-under-test.ts';
import { providerCase } from '../../../../support/provider-cases.ts';
import { runHooks } from '../../../../support/run-hooks.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'verify-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const BODY = '{"id":"evt_1","type":"charge.succeeded"}';
const SECRET = 'whsec_of_nobody_else';

const stripeHeaders = (body = BODY, at = NOW, secret = SECRET) =>
  signWebhook(
    providerCase('stripe').provider,
    secret,
    { headers: { 'content-type': 'application/json' }, body: Buffer.from(body) },
    new Date(at * 1000),
  ).headers;

const vectorsFile = (vectors: readonly object[], overrides: object = {}) => ({
  provider: 'stripe',
  secret: SECRET,
  now_default: NOW,
  vectors: vectors.map((vector) => ({
    name: 'one',
    valid: true,
    headers: stripeHeaders(),
    body_utf8: BODY,
    ...vector,
  })),
  ...overrides,
});

const gatewayEvent = (overrides: object = {}) => ({
  version: '2.0',
  rawPath: '/webhooks/stripe-eu',
  rawQueryString: '',
  headers: stripeHeaders(),
  pathParameters: { source: 'stripe-eu' },
  requestContext: { domainName: 'hooks.example.com', http: { method: 'POST' }, timeEpoch: NOW * 1000 },
  body: BODY,
  isBase64Encoded: false,
  ...overrides,
});

function written(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function outcome(options: Partial<VerifyOptions>, sources: Sources = {}) {
  const [out, told]: [string[], string[]] = [[], []];
  const code = await verify(
    { paths: [folder], provider: undefined, source: undefined, secrets: [], at: undefined, asJson: true, ...options },
    {
      terminal: {
        write: (text) => void out.push(text),
        tell: (text) => void told.push(text),
        paint: (_, text) => text,
      },
      now: new Date(NOW * 1000),
      readSources: async () => ({ sources, from: 'a test' }),
    },
  );
  return { code, out: out.join(''), told: told.join('') };
}

const verdictsOf = async (options: Partial<VerifyOptions> = {}, sources: Sources = {}) => {
  const { out, code } = await outcome(options, sources);
  const verdicts = JSON.parse(out) as readonly Readonly<Record<string, unknown>>[];
  return { code, verdicts };
};

test.each(allProviders)('the recorded requests of $name get the verdict that their files expect', async ({ name }) => {
  const { code, verdicts } = await verdictsOf({ paths: [join('functions', 'ingest', 'providers', name)] });
  expect(verdicts.length).toBeGreaterThan(0);
  expect(code).toBe(0);
});

test('--json is one array of file, name, provider, expected, actual and reason', async () => {
  const path = written('a.json', vectorsFile([{}]));
  expect(await verdictsOf()).toEqual({
    code: 0,
    verdicts: [
      { file: path, name: 'one', provider: 'stripe', expected: true, actual: true, reason: 'The signature holds.' },
    ],
  });
});

test('a verdict that is not the expected one ends with 1, unless either is fine', async () => {
  const refused = { headers: stripeHeaders('other') };
  written('a.json', vectorsFile([refused]));
  expect((await outcome({})).code).toBe(1);
  written('a.json', vectorsFile([{ ...refused, either_ok: true }]));
  expect((await outcome({})).code).toBe(0);
});

test('--at sets the clock over that of the file, and the age is told', async () => {
  written('a.json', vectorsFile([{}]));
  const { verdicts, code } = await verdictsOf({ at: new Date((NOW + 412) * 1000) });
  expect(code).toBe(1);
  expect(verdicts[0]?.['reason']).toBe('The timestamp is 412 s old, the tolerance 300 s; the signature itself holds.');
});

test('a file that cannot be read has its sentence, and the others go on', async () => {
  written('a.json', '{');
  written('b.json', vectorsFile([{}]));
  written('c.json', vectorsFile([{}], { provider: 'stripes' }));
  written('d.json', { hello: 'world' });
  written('e.json', vectorsFile([{ headers: 7 }]));
  const missing = join(folder, 'missing.json');
  const { code, out, told } = await outcome({ paths: [folder, missing] });
  expect(code).toBe(2);
  expect((JSON.parse(out) as unknown[]).length).toBe(1);
  expect(told).toContain('a.json: It is no JSON at line 1, column ');
  expect(told).toContain('c.json: There is no provider stripes; perhaps stripe is meant.');
  expect(told).toContain('d.json: It is neither a file of signed requests');
  expect(told).toContain('e.json: It is not in the shape of its kind: vectors.0.headers');
  expect(told).toContain(`There is no file ${missing}.`);
});

test('a folder without any JSON is said to have none', async () => {
  mkdirSync(join(folder, 'empty'));
  expect(await outcome({ paths: [join(folder, 'empty')] })).toMatchObject({
    code: 2,
    told: expect.stringContaining('There is no JSON file'),
  });
});

describe('an API Gateway event', () => {
  const sources = readSources(JSON.stringify({ 'stripe-eu': { provider: 'stripe', secrets: [SECRET] } }));

  test('is checked with the source that its path names, at the time when it came', async () => {
    written('event.json', gatewayEvent());
    const { code, verdicts } = await verdictsOf({}, sources);
    expect(code).toBe(0);
    expect(verdicts).toMatchObject([
      { name: 'POST /webhooks/stripe-eu', provider: 'stripe', expected: null, actual: true },
    ]);
  });

  test('is decoded where its body is in base64', async () => {
    written('event.json', gatewayEvent({ body: Buffer.from(BODY).toString('base64'), isBase64Encoded: true }));
    expect((await outcome({}, sources)).code).toBe(0);
  });

  test('says where its sources are read, and takes a description of its own', async () => {
    written('event.json', gatewayEvent());
    expect((await outcome({}, sources)).told).toBe('The sources are those of a test.\n');
    const described = { provider: 'custom', description: { schemes: 7 }, secrets: [{ value: SECRET }] };
    expect((await outcome(described)).told).toContain('Its description is wrong: ');
    expect((await outcome({ source: 'gone' }, sources)).told).toContain('There is no source gone in a test');
  });

  test('lends its source to a file of signed requests that names no provider', async () => {
    written('vectors.json', vectorsFile([{}], { provider: undefined, secret: undefined }));
    expect((await outcome({ source: 'stripe-eu' }, sources)).code).toBe(0);
    expect((await outcome({}, sources)).code).toBe(2);
  });

  test('is checked with another source, or with a provider and a secret', async () => {
    written('event.json', gatewayEvent({ pathParameters: { source: 'gone' } }));
    expect((await outcome({ source: 'stripe-eu' }, sources)).code).toBe(0);
    expect((await outcome({ provider: 'stripe', secrets: [{ value: SECRET }] })).code).toBe(0);
    expect((await outcome({ provider: 'stripe', secrets: [{ value: 'another' }] })).code).toBe(1);
    expect(await outcome({ source: 'stripe-us' }, sources)).toMatchObject({
      code: 2,
      told: expect.stringContaining('perhaps stripe-eu is meant'),
    });
  });
});

test('a handshake is judged by its answer, and a wrong one said to be wrong', async () => {
  const challenge = { name: 'GET challenge', provider: 'dropbox', request: { method: 'GET', query: 'challenge=abc' } };
  written('handshakes.json', {
    cases: [
      { ...challenge, response: { status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'abc' } },
      { ...challenge, response: { status: 200, body: 'xyz' } },
      { ...challenge, response: { status: 204 } },
    ],
  });
  const { code, verdicts } = await verdictsOf();
  expect(code).toBe(1);
  expect(verdicts.map(({ name, actual }) => [name, actual])).toEqual([
    ['handshake: GET challenge', true],
    ['handshake: GET challenge', false],
    ['handshake: GET challenge', false],
  ]);
  expect(verdicts[1]?.['reason']).toContain('not with the wanted body');
  expect(verdicts[2]?.['reason']).toBe('It is answered with 200, and the sender wants 204.');
});

test('the text names every request and counts them, and no terminal acts on what a file says', async () => {
  written('a.json', vectorsFile([{}, { name: 'two\u001b[2J', headers: stripeHeaders('other') }]));
  const { out } = await outcome({ asJson: false });
  expect(out).toContain('valid    one');
  expect(out).toContain('Expected: valid.');
  expect(out).toContain('2 requests: 1 valid, 1 invalid, 1 not as expected');
  expect(out).not.toContain('\u001b');
});

test('no reason holds a secret, a signature or a body', async () => {
  const { out } = await outcome({
    paths: allProviders.map(({ name }) => join('functions', 'ingest', 'providers', name)),
  });
  const digests = out.match(/[0-9a-f]{40,}|[A-Za-z0-9+/]{43}=/g) ?? [];
  expect(digests).toEqual([]);
  expect(out).not.toContain(hash('sha256', BODY));
  expect(out).not.toContain('whsec_c3Rh');
});

test('the command ends as its verdicts do, and writes nothing but the array', async () => {
  const path = written('a.json', vectorsFile([{}]));
  const { exitCode, stdout, stderr } = await runHooks(folder, ['verify', path, '--json', '--at', String(NOW + 412)]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject([{ file: path, expected: true, actual: false }]);
});
