// Whatever anybody posts, checking it ends: in a verdict, and in time that grows with the request and nothing else.
import * as fc from 'fast-check';
import { isDescribed, type Provider } from '../../functions/ingest/providers/provider.ts';
import { verifySignature } from '../../functions/ingest/signature/verify-signature.ts';
import type { WebhookRequest } from '../../functions/ingest/webhook-request.ts';
import { allProviders } from '../support/all-providers.ts';
import { anyCharacter } from '../support/any-character.ts';
import { readVectors } from '../support/read-vectors.ts';

/** Checking 5 MB takes some 10 ms here; what grows with the square of them takes minutes. */
const MS_MAX = 2000;
const BODY_BYTES = 5 * 1024 * 1024;
const ITEMS = 10_000;

const genuineOf = (provider: Provider) => {
  const vector = readVectors(provider).find(({ valid }) => valid);
  if (!vector) throw new Error(`${provider.name} has no vector that holds`);
  return vector;
};

/** Every header that a description speaks of, and what its signatures begin with. */
function wordsOf(provider: Provider) {
  const text = JSON.stringify(provider);
  const names = [...text.matchAll(/header:([a-z0-9-]+\*?)/g)].map(([, name = '']) => name.replace('*', '1'));
  const described = provider.schemes.filter(isDescribed);
  const starts = described.flatMap(({ prefix, timestamp }) => [
    prefix,
    timestamp && 'prefix' in timestamp ? timestamp.prefix : '',
  ]);
  return {
    names: [...new Set(['content-type', ...names])],
    starts: [...new Set(['', ...starts.map((start) => start ?? '')])],
  };
}

const ends = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.constantFrom(
    '',
    ',',
    't=',
    '1760000000',
    '2025-02-30T00:00:00Z',
    '=',
    'AAAA',
    '00',
    '\0',
    '__proto__',
    '-1',
    '1e9',
  ),
);

function changedRequests(provider: Provider, genuine: WebhookRequest): fc.Arbitrary<WebhookRequest> {
  const { names, starts } = wordsOf(provider);
  const known = [...new Set([...names, ...Object.keys(genuine.headers)])];
  const value = fc.tuple(fc.constantFrom(...starts), ends).map((parts) => parts.join(''));
  const contentType = fc.constantFrom(...provider.contentTypes, 'application/x-www-form-urlencoded', '');
  const headers = fc
    .tuple(fc.dictionary(fc.constantFrom(...known), value), fc.subarray(known), contentType)
    .map(([changed, removed, type]) => {
      const kept = Object.entries(genuine.headers).filter(([name]) => !removed.includes(name));
      return { ...Object.fromEntries(kept), 'content-type': type, ...changed };
    });
  const body = fc.oneof(
    fc.constant(genuine.body),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((text) => Buffer.from(text)),
    fc.tuple(fc.nat(), fc.nat(255)).map(([index, byte]) => {
      const changed = Buffer.from(genuine.body);
      if (changed.length > 0) changed[index % changed.length] = byte;
      return changed;
    }),
    fc
      .constantFrom(
        '',
        '[]',
        '{}',
        'null',
        '[null]',
        '{"value":[]}',
        '{"value":{}}',
        '{"signature":[]}',
        '[['.repeat(5000),
        '&=&',
      )
      .map((text) => Buffer.from(text)),
  );
  const url = fc.oneof(
    fc.constant(genuine.url),
    fc.string().map((text) => `https://hooks.example.com/in?${text}`),
  );
  return fc.record({ headers, body, url }).map((changed) => ({ ...genuine, ...changed }));
}

describe.each(allProviders)('anything at all posted to $name', (provider) => {
  const { request, context } = genuineOf(provider);
  const { names, starts } = wordsOf(provider);

  test('gets a verdict', async () => {
    await fc.assert(
      fc.asyncProperty(changedRequests(provider, request), async (changed) => {
        expect(typeof (await verifySignature(provider, changed, context)).valid).toBe('boolean');
      }),
      { numRuns: 60 },
    );
  });

  test('is refused in time, however many signatures of a body of 5 MB it lists', async () => {
    const separators = provider.schemes.filter(isDescribed).map(({ separator }) => separator ?? ',');
    const start = starts.at(-1) ?? '';
    const list = Array.from({ length: ITEMS }, () => `${start}${Buffer.alloc(64).toString('base64')}`);
    const signatures = list.join(separators[0] ?? ',');
    const timestamps = Object.entries(request.headers).filter(([name]) => /timestamp|-time$/.test(name));
    const headers = { ...request.headers, ...Object.fromEntries(names.map((name) => [name, signatures])) };
    const type = request.headers['content-type'] ?? 'application/json';
    const hostile = {
      ...request,
      headers: { ...headers, ...Object.fromEntries(timestamps), 'content-type': type },
      body: Buffer.alloc(BODY_BYTES, '&a=1'),
    };
    const startedAt = performance.now();
    const { valid } = await verifySignature(provider, hostile, context);
    expect(valid).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(MS_MAX);
  });
});

/** Only these look into a body before they know whose it is. */
const readers = allProviders.filter(({ schemes }) =>
  schemes.some((scheme) => !isDescribed(scheme) || /[{":]\//.test(JSON.stringify(scheme))),
);

describe.each(readers)('a body of 4 MB posted to $name', (provider) => {
  const { request, context } = genuineOf(provider);
  const element = '{"clientState":"xxxxxxxxxx"},';

  test.each([
    ['a list of elements', `{"value":[${element.repeat(130_000)}{}]}`],
    ['a list of lists', `[${'[],'.repeat(1_000_000)}0]`],
    ['a form', 'a=1&'.repeat(1_000_000)],
  ])('is read in time when it is %s', async (_what, body) => {
    const startedAt = performance.now();
    await verifySignature(provider, { ...request, body: Buffer.from(body) }, context);
    expect(performance.now() - startedAt).toBeLessThan(MS_MAX);
  });
});
