import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providers } from '../../../../../functions/ingest/providers/index.ts';
import { chooseWebhook } from '../../../../../operator/commands/deliveries/choose-webhook.ts';
import { readLocalSources } from '../../../../../operator/pipeline/read-local-sources.ts';

const refusalOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

const sources = {
  shop: { provider: 'stripe', secrets: [{ value: 'new' }, { value: 'old' }] },
  bare: { provider: 'github', secrets: [] },
  strange: { provider: 'carrier-pigeon', secrets: [{ value: 's' }] },
};

test('the source’s provider, first secret and the sample of the type are chosen', () => {
  const chosen = chooseWebhook(sources, { source: 'shop', type: 'payment_intent.succeeded' });
  expect(chosen).toMatchObject({
    sourceName: 'shop',
    secret: 'new',
    provider: { name: 'stripe' },
    sample: { type: 'payment_intent.succeeded' },
  });
  expect(chosen).not.toHaveProperty('body');
});

test('without a type the provider’s first sample is chosen', () => {
  expect(chooseWebhook(sources, { source: 'shop' }).sample.type).toBe('charge.refunded');
});

test('a file gives the exact bytes', () => {
  const directory = mkdtempSync(join(tmpdir(), 'choose-'));
  const file = join(directory, 'body.json');
  writeFileSync(file, '{ "odd" :1 }\r\n');
  expect(chooseWebhook(sources, { source: 'shop', file }).body?.toString()).toBe('{ "odd" :1 }\r\n');
  rmSync(directory, { recursive: true });
});

test.each([
  [{ source: 'shpo' }, 'There is no source shpo in local/sources.json; there is shop, bare, and strange.'],
  [{ source: 'constructor' }, 'There is no source constructor in local/sources.json'],
  [
    { source: 'shop', type: 'order' },
    'There is no sample order of stripe; there is charge.refunded, charge.dispute.funds_withdrawn,',
  ],
  [{ source: 'bare' }, 'The source bare has no secret to sign with'],
  [
    { source: 'strange' },
    'names the provider carrier-pigeon; there is github, shopify, slack, standard-webhooks, and stripe.',
  ],
  [{ source: 'shop', file: 'nosuch.json' }, 'There is no file nosuch.json.'],
  [{ source: 'shop', file: '.' }, '. is a folder and not a file.'],
])('%j is wrong usage, and the sentence says what there is', (wanted, sentence) => {
  const message = expect.stringContaining(sentence) as unknown;
  expect(refusalOf(() => chooseWebhook(sources, wanted))).toMatchObject({ exitCode: 2, message });
});

test('local/sources.json has a source for every provider, under its name, that can be sent to', () => {
  const local = readLocalSources();
  for (const { name } of providers) {
    expect(local[name]).toMatchObject({ provider: name });
    const { sourceName, secret } = chooseWebhook(local, { source: name });
    expect(sourceName).toBe(name);
    expect(Buffer.from(secret.replace('whsec_', ''), 'base64').toString() + secret).toContain('local-only-');
  }
});

test('of several secrets the one that counts now signs', () => {
  const rotated = {
    shop: {
      provider: 'shopify',
      secrets: [{ value: 'retired', notAfter: '2026-01-01T00:00:00Z' }, { value: 'current' }],
    },
  };
  const now = new Date('2026-02-01T00:00:00Z');
  expect(chooseWebhook(rotated, { source: 'shop' }, now).secret).toBe('current');
});

test('an unreadable sources file is wrong usage', () => {
  const message = 'There is no file local/sources.json.';
  expect(refusalOf(() => readLocalSources('/no/such/sources.json'))).toMatchObject({ exitCode: 2, message });
});

test('a sources file that is no JSON is wrong usage', () => {
  const directory = mkdtempSync(join(tmpdir(), 'choose-'));
  const file = join(directory, 'sources.json');
  writeFileSync(file, '{');
  const message = expect.stringMatching(/^local\/sources\.json cannot be read: ./) as unknown;
  expect(refusalOf(() => readLocalSources(file))).toMatchObject({ exitCode: 2, message });
  rmSync(directory, { recursive: true });
});
