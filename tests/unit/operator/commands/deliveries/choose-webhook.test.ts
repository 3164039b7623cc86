import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canSign } from '../../../../../functions/ingest/signature/sign-webhook.ts';
import { chooseWebhook } from '../../../../../operator/commands/deliveries/choose-webhook.ts';
import { readLocalSources } from '../../../../../operator/pipeline/read-local-sources.ts';
import { allProviders } from '../../../../support/all-providers.ts';

const refusalOf = async (act: () => unknown): Promise<unknown> => {
  try {
    return await act();
  } catch (error) {
    return error;
  }
};

const entries = {
  shop: { provider: 'stripe', secrets: [{ value: 'new' }, { value: 'old' }] },
  bare: { provider: 'github', secrets: [] },
  strange: { provider: 'carrier-pigeon', secrets: [{ value: 's' }] },
  own: {
    provider: 'custom',
    description: {
      schemes: [
        { from: 'header:x-acme-signature', algorithm: 'hmac-sha256', encoding: 'hex', key: 'text', signed: '{body}' },
      ],
      contentTypes: ['application/json'],
      identity: { kind: 'signed', id: [['/id']] },
      type: [['/type']],
      resends: true,
    },
    secrets: [{ value: 's' }],
  },
  vague: { provider: 'custom', description: {}, secrets: [{ value: 's' }] },
};
const sources = {
  sources: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, { options: {}, ...entry }])),
  from: 'the running pipeline',
};

test('the source’s provider, first secret and the sample of the type are chosen', async () => {
  const chosen = await chooseWebhook(sources, { source: 'shop', type: 'payment_intent.succeeded' });
  expect(chosen).toMatchObject({
    sourceName: 'shop',
    secret: 'new',
    provider: { name: 'stripe' },
    sample: { type: 'payment_intent.succeeded' },
  });
  expect(chosen).not.toHaveProperty('body');
});

test('without a type the provider’s first sample is chosen', async () => {
  expect((await chooseWebhook(sources, { source: 'shop' })).sample.type).toBe('charge.refunded');
});

test('a file gives the exact bytes', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'choose-'));
  const file = join(directory, 'body.json');
  writeFileSync(file, '{ "odd" :1 }\r\n');
  expect((await chooseWebhook(sources, { source: 'shop', file })).body?.toString()).toBe('{ "odd" :1 }\r\n');
  const headers = { 'x-acme-topic': 'orders' };
  expect(await chooseWebhook(sources, { source: 'own', file, headers })).toMatchObject({
    secret: 's',
    sample: { headers: { 'content-type': 'application/json', 'x-acme-topic': 'orders' } },
  });
  rmSync(directory, { recursive: true });
});

test.each([
  [{ source: 'shpo' }, 'There is no source shpo in the running pipeline. Did you mean shop?'],
  [
    { source: 'constructor' },
    'There is no source constructor in the running pipeline. There are shop, bare, strange, own, vague.',
  ],
  [
    { source: 'shop', type: 'order' },
    'There is no sample order of stripe; there is charge.refunded, charge.dispute.funds_withdrawn,',
  ],
  [{ source: 'bare' }, 'The source bare has no secret to sign with'],
  [{ source: 'strange' }, 'names the provider carrier-pigeon, which is none'],
  [{ source: 'own' }, 'The source own describes its provider itself: say what to send with --file.'],
  [{ source: 'vague' }, 'The description of the source vague is wrong: '],
  [{ source: 'shop', file: 'nosuch.json' }, 'There is no file nosuch.json.'],
  [{ source: 'shop', file: '.' }, '. is a folder and not a file.'],
])('%j is wrong usage, and the sentence says what there is', async (wanted, sentence) => {
  const message = expect.stringContaining(sentence) as unknown;
  expect(await refusalOf(() => chooseWebhook(sources, wanted))).toMatchObject({ exitCode: 2, message });
});

test('a source of local/sources.json under a provider’s name is of it, and its secret looks like none of a real one', async () => {
  const local = readLocalSources();
  const known = allProviders.filter((provider) => canSign(provider) && Object.hasOwn(local, provider.name));
  expect(known.length).toBeGreaterThan(0);
  for (const { name } of known) {
    expect(local[name]).toMatchObject({ provider: name });
    const { sourceName, secret } = await chooseWebhook(
      { sources: local, from: 'local/sources.json' },
      { source: name },
    );
    expect(sourceName).toBe(name);
    // Nobody must take one of them for the secret of something real.
    const readings = [secret, Buffer.from(secret.replace('whsec_', ''), 'base64'), Buffer.from(secret, 'hex')];
    expect(readings.join(' ')).toContain('local-only-');
  }
});

test('of several secrets the one that counts now signs', async () => {
  const rotated = {
    shop: {
      provider: 'shopify',
      options: {},
      secrets: [{ value: 'retired', notAfter: '2026-01-01T00:00:00Z' }, { value: 'current' }],
    },
  };
  const now = new Date('2026-02-01T00:00:00Z');
  expect((await chooseWebhook({ sources: rotated, from: 'a test' }, { source: 'shop' }, now)).secret).toBe('current');
});

test('an unreadable sources file is wrong usage', async () => {
  const message = 'There is no file local/sources.json.';
  expect(await refusalOf(() => readLocalSources('/no/such/sources.json'))).toMatchObject({ exitCode: 2, message });
});

test('a sources file that is no JSON is wrong usage', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'choose-'));
  const file = join(directory, 'sources.json');
  writeFileSync(file, '{');
  const message = expect.stringMatching(/^local\/sources\.json cannot be read: ./) as unknown;
  expect(await refusalOf(() => readLocalSources(file))).toMatchObject({ exitCode: 2, message });
  rmSync(directory, { recursive: true });
});
