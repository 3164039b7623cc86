import { hash } from 'node:crypto';
import * as fc from 'fast-check';
import { RejectedWebhook } from '#shared/errors.ts';
import { readBody } from '#shared/messages/body.ts';
import { BODY_BYTES_MAX } from '../../functions/ingest/check-request.ts';
import { isDescribed, type Provider } from '../../functions/ingest/providers/provider.ts';
import { verifySignature } from '../../functions/ingest/signature/verify-signature.ts';
import { shapeNames, shapes } from '../fuzz/body-shapes.ts';
import { anyCharacter } from '../support/any-character.ts';
import { ingestUnderTest } from '../support/ingest-under-test.ts';
import { providerCase, providerCases, type ProviderCase } from '../support/provider-cases.ts';
import { requestTo } from '../support/request-to.ts';
import { signedRequest } from '../support/signed-request.ts';
import { verifyContext } from '../support/verify-context.ts';

/** The headers in which a provider's signatures stand; of numbered ones the first. */
const signatureHeadersOf = ({ schemes }: Provider) =>
  schemes
    .filter(isDescribed)
    .filter(({ from }) => from.startsWith('header:'))
    .map(({ from }) => from.slice('header:'.length).replace('*', '1'));

/** Whether any bytes can be signed: some senders sign what stands in the body. */
function signsAnyBody({ provider }: ProviderCase): boolean {
  const [scheme] = provider.schemes;
  if (!scheme || !isDescribed(scheme) || !scheme.from.startsWith('header:')) return false;
  const { timestamp } = scheme;
  return !(timestamp && 'from' in timestamp && timestamp.from.startsWith('/'));
}

const headerNames = fc.oneof(
  fc.constantFrom('content-type', 'content-encoding', '__proto__', 'constructor', 'cookie'),
  fc.constantFrom(...providerCases.flatMap(({ provider }) => [...provider.headers, ...signatureHeadersOf(provider)])),
  fc.string(),
);
const headerValues = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.constantFrom(
    'application/json',
    'application/x-www-form-urlencoded',
    'gzip',
    '',
    ',',
    't=,v1=',
    'v1,',
    'v0=',
    'sha256=',
  ),
  fc.constantFrom('t=-1,v1=aa', 't=1e9,v1=aa', 't=99999999999999999999,v1=aa', 't=NaN,v1=aa', '٣٤٥'),
);
const hostileHeaders = fc.array(fc.tuple(headerNames, headerValues)).map((entries) => Object.fromEntries(entries));
const hostileBodies = fc.oneof(
  fc
    .record({ shape: fc.constantFrom(...shapeNames), bytes: fc.integer({ min: 2, max: 20_000 }) })
    .map(({ shape, bytes }) => shapes[shape](bytes)),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: anyCharacter }).map((text) => Buffer.from(text)),
  fc.json().map((text) => Buffer.from(text)),
  fc
    .constantFrom(
      'null',
      '0',
      '""',
      '[]',
      '[null]',
      '{"__proto__":{"id":"x","type":"y"}}',
      'payload=%7B',
      'payload',
      '&&==&',
      '%%%',
    )
    .map((text) => Buffer.from(text)),
);

const hostileQueries = fc.dictionary(
  fc.oneof(fc.constantFrom('challenge', 'hub.mode', 'validationToken', 'bodySHA256', '__proto__'), fc.string()),
  fc.string({ unit: anyCharacter }),
);

const hashOf = (bytes: Buffer) => hash('sha256', bytes, 'hex');

/** Enough for every kind of header and body to come up, for each of some thirty providers. */
const numRuns = 40;

describe.each(providerCases)('whatever is sent to a source of $provider.name', ({ provider, secrets }) => {
  const sources = { [provider.name]: { provider: provider.name, secrets } };

  test('verifySignature answers and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(hostileHeaders, hostileQueries, hostileBodies, async (headers, query, body) => {
        const request = { ...requestTo(provider.name, { headers, body }), headers, query };
        expect((await verifySignature(provider, request, verifyContext({ secrets }))).valid).toBe(false);
      }),
      { numRuns },
    );
  });

  test('acceptWebhook throws nothing but RejectedWebhook below 500, and queues nothing', async () => {
    const methods = fc.constantFrom('POST', 'GET', 'OPTIONS', '');
    const names = fc.oneof(
      fc.constant(provider.name),
      fc.constantFrom('__proto__', 'constructor', 'toString'),
      fc.string(),
    );
    const hostile = fc.record({ headers: hostileHeaders, query: hostileQueries, body: hostileBodies });
    await fc.assert(
      fc.asyncProperty(methods, names, hostile, async (method, sourceName, { headers, query, body }) => {
        const ingest = ingestUnderTest({ sources });
        const request = { ...requestTo(sourceName, { headers, body }), method, headers, query };
        const outcome: unknown = await ingest.acceptWebhook(request).catch((error: unknown) => error);
        // What is no error is the answer to a handshake, and handshakes leave nothing behind.
        expect(!(outcome instanceof Error) || outcome instanceof RejectedWebhook).toBe(true);
        expect((outcome as { readonly status: number }).status).toBeLessThan(500);
        expect(ingest.deliveries.sent).toEqual([]);
        expect([...ingest.results.calls, ...ingest.config.calls.filter((call) => call.startsWith('put'))]).toEqual([]);
      }),
      { numRuns },
    );
  });
});

describe.each(providerCases.filter(signsAnyBody))(
  'what is signed for $provider.name',
  ({ provider, secret, secrets, headers }) => {
    const sources = { [provider.name]: { provider: provider.name, secrets } };

    test('and has a hostile body is queued untouched or rejected, nothing else', async () => {
      const contentTypes = fc.constantFrom(...provider.contentTypes);
      await fc.assert(
        fc.asyncProperty(contentTypes, hostileBodies, async (contentType, body) => {
          const ingest = ingestUnderTest({ sources });
          const request = signedRequest({ provider, secret, headers, body, contentType });
          const outcome: unknown = await ingest.acceptWebhook(request).catch((error: unknown) => error);
          const isRefused = outcome instanceof RejectedWebhook;
          expect(isRefused || !(outcome instanceof Error)).toBe(true);
          // A long list of events is several messages with the same body.
          const carried = await Promise.all(ingest.queued().map((queued) => readBody(queued.body, ingest.results)));
          const hashes = [...new Set(carried.map(hashOf))];
          expect(hashes).toEqual(isRefused ? [] : [hashOf(request.body)]);
        }),
        { numRuns },
      );
    });

    test('and has ten thousand signatures in one header costs one check a key, and the right one among the first counts', async () => {
      const scheme = provider.schemes.find(isDescribed)!;
      const { separator = ' ', prefix = '' } = scheme;
      const [header = ''] = signatureHeadersOf(provider);
      const genuine = signedRequest({ provider, secret, headers, body: '{}' });
      const wrong = Array.from({ length: 10_000 }, (_, index) => `${prefix}${index}`);
      const crowded = async (entries: readonly string[]) => {
        const request = { ...genuine, headers: { ...genuine.headers, [header]: entries.join(separator) } };
        return (await verifySignature(provider, request, verifyContext({ secrets }))).valid;
      };
      const genuineEntries = genuine.headers[header]!;
      expect(await crowded([genuineEntries, ...wrong])).toBe(scheme.separator !== undefined);
      expect(await crowded(wrong)).toBe(false);
    });

    test('may have the largest body, and one byte more is refused before it is hashed', async () => {
      const filler = Buffer.alloc(BODY_BYTES_MAX - 2, 0x20);
      const body = Buffer.concat([Buffer.from('{'), filler, Buffer.from('}')]);
      const largest = signedRequest({ provider, secret, headers, body });
      expect(await verifySignature(provider, largest, verifyContext({ secrets }))).toEqual({ valid: true });
      const ingest = ingestUnderTest({ sources });
      expect(await ingest.post({ ...largest, body: Buffer.concat([body, Buffer.from(' ')]) })).toMatchObject({
        status: 413,
      });
    });
  },
);

test('the time to verify grows with the size of the body and no faster', async () => {
  const { provider, secret, headers } = providerCase('github');
  const millisecondsFor = async (bytes: number) => {
    const request = signedRequest({ provider, secret, headers, body: Buffer.alloc(bytes, 0x20) });
    const samples: number[] = [];
    for (let sample = 0; sample < 5; sample += 1) {
      const startedAt = performance.now();
      await verifySignature(provider, request, verifyContext({ secrets: secret }));
      samples.push(performance.now() - startedAt);
    }
    return Math.min(...samples);
  };
  // Four times the bytes: 4 if linear, 16 if quadratic.
  expect((await millisecondsFor(BODY_BYTES_MAX)) / (await millisecondsFor(BODY_BYTES_MAX / 4))).toBeLessThan(8);
});

test.each(shapeNames)('the time to read a signed body of %s grows with its size and no faster', async (shape) => {
  const { provider, secret } = providerCase('github');
  const millisecondsFor = async (bytes: number) => {
    const ingest = ingestUnderTest({ sources: { github: { provider: 'github', secrets: [secret] } } });
    // Without its event header it is verified and parsed, and then refused.
    const request = signedRequest({ provider, secret, body: shapes[shape](bytes) });
    const samples: number[] = [];
    for (let sample = 0; sample < 4; sample += 1) {
      const startedAt = performance.now();
      expect(await ingest.post(request)).toMatchObject({ status: 400 });
      samples.push(performance.now() - startedAt);
    }
    return Math.min(...samples);
  };
  await millisecondsFor(32 * 1024);
  // Sixteen times the bytes: 16 if linear, 256 if quadratic. What takes no time at all has no ratio.
  const small = Math.max(0.05, await millisecondsFor(32 * 1024));
  expect((await millisecondsFor(512 * 1024)) / small).toBeLessThan(100);
});
