import * as fc from 'fast-check';
import { RejectedWebhook } from '#shared/errors.ts';
import { BODY_BYTES_MAX } from '../../functions/ingest/check-request.ts';
import { verifySignature } from '../../functions/ingest/signature/verify-signature.ts';
import { shapeNames, shapes } from '../fuzz/body-shapes.ts';
import { ingestUnderTest, NOW } from '../support/ingest-under-test.ts';
import { providerCase, providerCases } from '../support/provider-cases.ts';
import { signedRequest } from '../support/signed-request.ts';

const now = new Date(NOW * 1000);

const headerNames = fc.oneof(
  fc.constantFrom('content-type', 'content-encoding', '__proto__', 'constructor', 'cookie'),
  fc.constantFrom(
    ...providerCases.flatMap(({ provider }) => [...provider.headers, ...provider.schemes.map(({ header }) => header)]),
  ),
  fc.string(),
);
const headerValues = fc.oneof(
  fc.string({ unit: 'binary' }),
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
  fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
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

describe.each(providerCases)('whatever is sent to a source of $provider.name', ({ provider, secret, headers }) => {
  const sources = { [provider.name]: { provider: provider.name, secrets: [secret] } };

  test('verifySignature answers and never throws', () => {
    fc.assert(
      fc.property(hostileHeaders, hostileBodies, (hostile, body) => {
        expect(verifySignature(provider, { headers: hostile, body }, [{ value: secret }], now).valid).toBe(false);
      }),
    );
  });

  test('acceptWebhook throws nothing but RejectedWebhook, and queues nothing', async () => {
    const methods = fc.constantFrom('POST', 'GET', 'OPTIONS', '');
    const names = fc.oneof(
      fc.constant(provider.name),
      fc.constantFrom('__proto__', 'constructor', 'toString'),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(methods, names, hostileHeaders, hostileBodies, async (method, sourceName, hostile, body) => {
        const ingest = ingestUnderTest({ sources });
        await expect(ingest.acceptWebhook({ method, sourceName, headers: hostile, body })).rejects.toThrow(
          RejectedWebhook,
        );
        expect(ingest.deliveries.sent).toEqual([]);
        expect(ingest.results.calls).toEqual([]);
      }),
    );
  });

  test('a hostile body with a genuine signature is queued untouched or rejected, nothing else', async () => {
    const contentTypes = fc.constantFrom(...provider.contentTypes);
    await fc.assert(
      fc.asyncProperty(contentTypes, hostileBodies, async (contentType, body) => {
        const ingest = ingestUnderTest({ sources });
        const request = signedRequest({ provider, secret, headers, body, contentType });
        const outcome: unknown = await ingest.acceptWebhook(request).catch((error: unknown) => error);
        const isRefused = outcome instanceof RejectedWebhook;
        expect(isRefused || !(outcome instanceof Error)).toBe(true);
        expect(ingest.queued().map((queued) => queued.body)).toEqual(
          isRefused ? [] : [{ text: body.toString('utf8') }],
        );
      }),
    );
  });

  test('ten thousand signatures in one header cost one HMAC, and the right one among them counts', () => {
    const scheme = provider.schemes[0]!;
    const { separator = ' ', prefix, header } = scheme;
    const body = Buffer.from('{}');
    const genuine = signedRequest({ provider, secret, headers, body });
    const wrong = Array.from({ length: 10_000 }, (_, index) => `${prefix}${index}`);
    const crowded = (entries: readonly string[]) =>
      verifySignature(
        provider,
        { body, headers: { ...genuine.headers, [header]: entries.join(separator) } },
        [{ value: secret }],
        now,
      );
    const genuineEntries = genuine.headers[header]!;
    expect(crowded([genuineEntries, ...wrong]).valid).toBe(scheme.separator !== undefined);
    expect(crowded(wrong).valid).toBe(false);
  });

  test('the largest body is verified, and one byte more is refused before it is hashed', async () => {
    const filler = Buffer.alloc(BODY_BYTES_MAX - 2, 0x20);
    const body = Buffer.concat([Buffer.from('{'), filler, Buffer.from('}')]);
    const largest = signedRequest({ provider, secret, headers, body });
    expect(verifySignature(provider, largest, [{ value: secret }], now)).toEqual({ valid: true });
    const ingest = ingestUnderTest({ sources });
    expect(await ingest.post({ ...largest, body: Buffer.concat([body, Buffer.from(' ')]) })).toMatchObject({
      status: 413,
    });
  });
});

test('the time to verify grows with the size of the body and no faster', () => {
  const { provider, secret, headers } = providerCase('github');
  const millisecondsFor = (bytes: number) => {
    const request = signedRequest({ provider, secret, headers, body: Buffer.alloc(bytes, 0x20) });
    const samples = Array.from({ length: 5 }, () => {
      const startedAt = performance.now();
      verifySignature(provider, request, [{ value: secret }], now);
      return performance.now() - startedAt;
    });
    return Math.min(...samples);
  };
  // Four times the bytes: 4 if linear, 16 if quadratic.
  expect(millisecondsFor(BODY_BYTES_MAX) / millisecondsFor(BODY_BYTES_MAX / 4)).toBeLessThan(8);
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
