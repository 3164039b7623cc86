import { hash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { add } from '../../../../../operator/commands/sources/add.ts';
import { fromStdin, givenAdd, givenSources } from './given-sources.ts';

const SECRET = 'whsec_of-a-test-that-nobody-sees';
const directory = mkdtempSync(join(tmpdir(), 'webhook-pipeline-sources-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('a source is added beside the others, which stay as they were written', async () => {
  const others = { broken: { provider: 7 }, shop: { provider: 'shopify', secrets: ['s'], future: 'setting' } };
  const { session, tools, stored, written, shown } = givenSources(others, [SECRET], { ask: undefined });
  expect(await add(givenAdd(), session, tools)).toBe(0);
  expect(stored()).toEqual({ ...others, 'stripe-eu': { provider: 'stripe', secrets: [{ value: SECRET }] } });
  expect(written()).toMatch(/^The source stripe-eu is added\. It is in force within a minute/);
  expect(written()).toContain('https://hooks.example/webhooks/stripe-eu');
  expect(written()).toContain(`Its secret has the fingerprint ${hash('sha256', SECRET).slice(0, 8)}.`);
  expect(shown()).not.toContain(SECRET);
});

test('how long a source is kept is one of the times that its stage offers', async () => {
  const offered = givenSources({}, [SECRET], { ask: undefined });
  expect(await add(givenAdd({ retentionDays: 30 }), offered.session, offered.tools)).toBe(0);
  expect(offered.stored()).toMatchObject({ 'stripe-eu': { retentionDays: 30 } });
  const other = givenSources({}, [SECRET], { ask: undefined });
  await expect(add(givenAdd({ retentionDays: 45 }), other.session, other.tools)).rejects.toThrow(
    'stripe-eu.retentionDays: is not offered by this stage, which offers 30 and 90.',
  );
  expect(other.stored()).toEqual({});
});

test('whoever types the secret is told the URL first, and not again', async () => {
  const { session, tools, told, written } = givenSources({}, [SECRET]);
  const seen: string[] = [];
  const readSecret = async () => {
    seen.push(told());
    return SECRET;
  };
  expect(await add(givenAdd(), session, { ...tools, readSecret })).toBe(0);
  expect(seen).toEqual([expect.stringContaining('https://hooks.example/webhooks/stripe-eu')]);
  expect(written()).not.toContain('https://hooks.example');
});

test('the first source of a stage makes the object', async () => {
  const { session, tools, stored, json } = givenSources(undefined, [SECRET]);
  expect(await add(givenAdd({ asJson: true }), session, tools)).toBe(0);
  expect(Object.keys(stored())).toEqual(['stripe-eu']);
  expect(json()).toMatchObject([
    {
      kind: 'source',
      name: 'stripe-eu',
      fingerprint: expect.stringMatching(/^[0-9a-f]{8}$/),
      problems: [],
    },
  ]);
  expect(JSON.stringify(json())).not.toContain(SECRET);
});

test.each([
  ['a name that is taken', { name: 'shop' }, /There is a source shop already/],
  ['a name that is none', { name: 'a/b' }, /^a\/b: a source name is letters/],
  ['a sender that is a provider under another name', { provider: 'whatsapp' }, /perhaps meta is meant/],
  ['a provider that nobody knows', { provider: 'strype' }, /(?:mean|perhaps) stripe/],
  [
    'an option that is missing',
    { provider: 'paypal' },
    /stripe-eu\.options\.webhookId: is missing\. --webhook-id of `sources add` gives it: .+\nIts URL is https:\/\/hooks\.example\/webhooks\/stripe-eu\./,
  ],
  ['a list that is missing', { provider: 'aws-sns' }, /options\.topicArns: is missing\. --topic-arn of /],
  ['an option that is none', { options: { publicUrl: 'hooks' } }, /stripe-eu\.options\.publicUrl: must be a URL/],
  ['a custom source without a description', { provider: 'custom' }, /description: is missing/],
  [
    'a description with mistakes',
    { provider: 'custom', description: { schemes: 'x' } },
    /description\.schemes: must be a list/,
  ],
  ['a sender that offers no secret', { awaitsForMs: 60_000, secret: undefined }, /stripe offers no secret/],
])('%s is refused before a secret is asked for', async (_, overrides, message) => {
  const { session, tools, asked, stored } = givenSources({ shop: { provider: 'shopify', secrets: ['s'] } }, [SECRET]);
  await expect(add(givenAdd(overrides), session, tools)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(message),
  });
  expect([asked, Object.keys(stored())]).toEqual([[], ['shop']]);
});

test('a secret that can be no key of its sender is refused, and not repeated', async () => {
  const { session, tools, stored } = givenSources({}, ['whsec_no base64!']);
  const refused = add(givenAdd({ provider: 'standard-webhooks' }), session, tools);
  await expect(refused).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(
      /secrets\.0: cannot be a key of standard-webhooks, whose secrets are whsec_ and base64/,
    ),
  });
  await expect(refused).rejects.not.toThrow('no base64!');
  expect(stored()).toEqual({});
});

test('what needs no secret is asked for none', async () => {
  const { session, tools, stored, asked } = givenSources({});
  const options = { topicArns: ['arn:aws:sns:eu-west-1:123456789012:alerts'] };
  expect(await add(givenAdd({ provider: 'aws-sns', options }), session, tools)).toBe(0);
  expect([asked, stored()['stripe-eu']]).toEqual([[], { provider: 'aws-sns', secrets: [], options }]);
});

test('a source may wait for the secret that its sender offers, and says what comes next', async () => {
  const { session, tools, stored, written } = givenSources({});
  const board = givenAdd({ name: 'board', provider: 'asana', secret: undefined, awaitsForMs: 600_000 });
  expect(await add(board, session, tools)).toBe(0);
  const word = Buffer.alloc(16, 7).toString('base64url');
  expect(stored()['board']).toEqual({
    provider: 'asana',
    secrets: [],
    awaitsSecretUntil: '2026-01-03T12:10:00.000Z',
    offerSha256: hash('sha256', word),
  });
  expect(written()).toContain(`https://hooks.example/webhooks/board?offer=${word} as its target`);
  expect(written()).toContain('npm run hooks -- sources confirm board --stage prod');
  expect(written()).toContain('Take it with `sources confirm board`');
  expect(written()).not.toContain('sources add');
});

test('a sender that offers its secret is waited for, where nobody has said so yet', async () => {
  const { session, tools, written } = givenSources({});
  expect(await add(givenAdd({ name: 'board', provider: 'asana', secret: undefined }), session, tools)).toBe(0);
  expect(written()).toContain('npm run hooks -- sources rotate board --await-secret 10m --stage prod');
  expect(written()).toContain('1. Let it offer its secret: `sources rotate board --await-secret 10m`');
});

test.each([
  ['local', {}, { publicUrl: 'https://hooks.example/webhooks/sq' }],
  ['local', { publicUrl: 'https://tunnel.example/sq' }, { publicUrl: 'https://tunnel.example/sq' }],
  ['prod', {}, undefined],
])('in stage %s with %j a sender that signs the URL signs the one that is shown', async (stage, options, kept) => {
  const { session, tools, stored, written } = givenSources({}, ['key'], { ask: undefined });
  const there = { ...session, pipeline: { ...session.pipeline, stage } };
  expect(await add(givenAdd({ name: 'sq', provider: 'square', options }), there, tools)).toBe(0);
  expect(stored()['sq']?.['options']).toEqual(kept);
  expect(written()).toContain(`Enter ${kept?.publicUrl ?? 'https://hooks.example/webhooks/sq'} as`);
});

test('the word of a source that waits goes behind the query that its URL has already', async () => {
  const { session, tools, json } = givenSources({});
  const options = { publicUrl: 'https://hooks.example/board?team=a' };
  const board = givenAdd({ name: 'board', provider: 'asana', secret: undefined, awaitsForMs: 600_000, options });
  expect(await add({ ...board, asJson: true }, session, tools)).toBe(0);
  const word = Buffer.alloc(16, 7).toString('base64url');
  expect(json()).toMatchObject([{ url: `https://hooks.example/board?team=a&offer=${word}` }]);
});

test('of a sender with several kinds of secret the next one is asked for by its line', async () => {
  const { session, tools, written } = givenSources({}, ['app-secret']);
  expect(await add(givenAdd({ name: 'wa', provider: 'meta' }), session, tools)).toBe(0);
  expect(written()).toContain(
    'npm run hooks -- sources rotate wa --use verify-token --generate --secret-file ./wa-verify-token --stage prod',
  );
});

test('a use that the sender does not have is refused with those that it has', async () => {
  const { session, tools, asked } = givenSources({}, ['token']);
  const secret = { ...fromStdin, use: 'verify' };
  await expect(add(givenAdd({ provider: 'meta', secret }), session, tools)).rejects.toThrow('use may be verify-token');
  expect(asked).toEqual([]);
});

const description = {
  name: 'shop',
  schemes: [{ from: 'header:x-signature', algorithm: 'hmac-sha256', encoding: 'hex', key: 'text', signed: '{body}' }],
  contentTypes: ['application/json'],
  required: [],
  identity: { kind: 'signed', id: [['/id']] },
  type: [['/type']],
  headers: [],
  resends: true,
};
const custom = (generateInto: string) =>
  givenAdd({ name: 'shop', provider: 'custom', description, secret: { ...fromStdin, generateInto } });

test('a generated secret goes to a file of its owner alone, and is shown nowhere', async () => {
  const file = join(directory, 'generated');
  const { session, tools, stored, shown } = givenSources({});
  expect(await add(custom(file), session, tools)).toBe(0);
  const value = readFileSync(file, 'utf8');
  expect(value).toBe(Buffer.alloc(32, 7).toString('base64url'));
  expect(stored()['shop']).toMatchObject({ secrets: [{ value }] });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(shown()).not.toContain(value);
});

test('a file that is there stays, and nothing is added', async () => {
  const file = join(directory, 'precious');
  writeFileSync(file, 'precious');
  const { session, tools, stored } = givenSources({});
  await expect(add(custom(file), session, tools)).rejects.toThrow('There is a file');
  expect([readFileSync(file, 'utf8'), stored()]).toEqual(['precious', {}]);
});

test('a generated secret that came to nothing leaves no file', async () => {
  const file = join(directory, 'forgotten');
  const { session, tools, config } = givenSources({});
  const full = { ...session.pipeline.config, putIfUnchanged: async () => Promise.reject(new Error('away')) };
  const away = { ...session, pipeline: { ...session.pipeline, config: full } };
  await expect(add(custom(file), away, tools)).rejects.toThrow('away');
  expect([existsSync(file), config.stored.size]).toEqual([false, 1]);
});

test('what the sender makes up is not generated', async () => {
  const file = join(directory, 'never');
  const { session, tools } = givenSources({});
  const secret = { ...fromStdin, generateInto: file };
  await expect(add(givenAdd({ provider: 'adyen', secret }), session, tools)).rejects.toThrow(
    'Adyen makes up the secret itself',
  );
  expect(existsSync(file)).toBe(false);
});
