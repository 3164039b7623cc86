import { providers } from '../../functions/ingest/providers/index.ts';
import type { Alternatives, Provider } from '../../functions/ingest/providers/provider.ts';
import { freshValues } from '../../functions/ingest/providers/fresh-values.ts';
import { readSamples, type Sample } from '../../functions/ingest/providers/read-samples.ts';
import { signSample } from '../../functions/ingest/providers/sign-sample.ts';
import type { WebhookRequest } from '../../functions/ingest/webhook-request.ts';
import { verifySignature } from '../../functions/ingest/signature/verify-signature.ts';
import { ingestUnderTest, NOW } from '../support/ingest-under-test.ts';
import { providerCase, providerCases } from '../support/provider-cases.ts';
import { readHandshakes, readVectors } from '../support/read-vectors.ts';
import { signedRequest } from '../support/signed-request.ts';

const atSecond = (unixSeconds: number) => new Date(unixSeconds * 1000);

describe.each(providers)('the vectors of $name', (provider) => {
  test.each(readVectors(provider.name))('$name gets the verdict valid: $valid', (vector) => {
    const { valid } = verifySignature(provider, vector.request, [{ value: vector.secret }], atSecond(vector.now));
    expect([vector.valid, ...(vector.eitherOk ? [!vector.valid] : [])]).toContain(valid);
  });

  test('that ask for an answer get it, and nothing is queued', async () => {
    for (const { request, response, secret, now } of readVectors(provider.name).filter((vector) => vector.response)) {
      const ingest = ingestUnderTest({
        sources: { [provider.name]: { provider: provider.name, secrets: [secret] } },
        now,
      });
      const answer = await ingest.post(request);
      expect({ status: answer.status, json: JSON.parse(answer.body) }).toEqual(response);
      expect(ingest.deliveries.sent).toEqual([]);
    }
  });
});

describe.each(providers.filter(({ handshakes }) => handshakes !== undefined))('the handshakes of $name', (provider) => {
  const handshakes = readHandshakes(provider.name);

  test('are recorded in a file', () => {
    expect(handshakes).not.toEqual([]);
  });

  test.each(handshakes)('$name is answered as the library does', async ({ request, response, secret, now }) => {
    const ingest = ingestUnderTest({
      sources: { [provider.name]: { provider: provider.name, secrets: [secret] } },
      now,
    });
    const answer = await ingest.post(request);
    expect(answer.status).toBe(response.statusCode);
    expect(answer.headers['content-type']).toBe(response.headers['Content-Type']);
    expect(JSON.parse(answer.body)).toEqual(JSON.parse(response.body));
    expect(ingest.deliveries.sent).toEqual([]);
    expect(ingest.results.calls).toEqual([]);
  });

  test.each(handshakes)('$name is refused when it is not signed', async ({ request, secret, now }) => {
    const ingest = ingestUnderTest({
      sources: { [provider.name]: { provider: provider.name, secrets: [secret] } },
      now,
    });
    const tampered = { ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) };
    expect(await ingest.post(tampered)).toMatchObject({ status: 401 });
  });
});

describe.each(providers)('the description of $name', (provider) => {
  const signatureHeaders = provider.schemes.map(({ header }) => header);

  test('is named as its folder and its line in the list', async () => {
    const module: object = await import(`../../functions/ingest/providers/${provider.name}/${provider.name}.ts`);
    expect(Object.values(module)).toContain(provider);
    expect(providers.filter(({ name }) => name === provider.name)).toHaveLength(1);
  });

  test('says by one of the four kinds where the delivery id comes from', () => {
    expect(['signed', 'header', 'fields', 'none']).toContain(provider.identity.kind);
    expect('id' in provider.identity ? provider.identity.id.flat().length > 0 : provider.identity.kind === 'none').toBe(
      true,
    );
  });

  test('takes an id for signed only where the signature covers it', () => {
    const { identity } = provider;
    const signed = identity.kind === 'signed' || identity.kind === 'fields' ? identity.id.flat() : [];
    for (const reference of signed.filter((reference) => reference.startsWith('header:'))) {
      for (const { signed: template } of provider.schemes) expect(template).toContain(`{${reference}}`);
    }
  });

  test('keeps no header that carries a signature or a secret', () => {
    const refused = /signature|hmac|secret|token|authorization|cookie|api-key/;
    expect(provider.headers.filter((name) => signatureHeaders.includes(name) || refused.test(name))).toEqual([]);
  });

  test('writes every header name in lower case', () => {
    const names = [...signatureHeaders, ...provider.headers, ...headersIn(provider)];
    expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([]);
  });

  test('has only well-formed references', () => {
    const wellFormed = /^(?:header:[a-z0-9-]+|(?:\/(?:[^~/]|~[01])+)+)$/;
    expect(referencesIn(provider).filter((reference) => !wellFormed.test(reference))).toEqual([]);
  });

  test('tolerates a clock both ways wherever a timestamp is signed', () => {
    for (const { timestamp, signed } of provider.schemes) {
      expect(signed.includes('{timestamp}')).toBe(timestamp !== undefined);
    }
    const isTimed = provider.schemes.some(({ timestamp }) => timestamp !== undefined);
    expect((provider.toleranceSeconds ?? 0) >= 60).toBe(isTimed);
  });

  test('signs the whole body', () => {
    for (const { signed } of provider.schemes) expect(signed.endsWith('{body}')).toBe(true);
  });
});

describe.each(providerCases)('a webhook of $provider.name', ({ provider, secret, headers, body, type }) => {
  const request = signedRequest({ provider, secret, headers, body });
  const verdict = (changed: Partial<typeof request>) =>
    verifySignature(provider, { ...request, ...changed }, [{ value: secret }], atSecond(NOW));

  test('is accepted when it is signed, with the type its description gives it', async () => {
    const ingest = ingestUnderTest({ sources: { [provider.name]: { provider: provider.name, secrets: [secret] } } });
    const answer = await ingest.post(request);
    expect(answer.status).toBe(provider.acceptedStatus ?? 202);
    const [delivery] = ingest.queued();
    expect(JSON.parse(answer.body)).toEqual({ deliveryId: delivery?.id });
    expect(delivery).toMatchObject({
      provider: provider.name,
      body: { text: body },
      events: [{ id: delivery?.id, type }],
    });
  });

  test('is the same delivery when the sender repeats it, and another one at another source', async () => {
    const source = { provider: provider.name, secrets: [secret] };
    const ingest = ingestUnderTest({ sources: { [provider.name]: source, other: source } });
    for (const sourceName of [provider.name, provider.name, 'other']) await ingest.post({ ...request, sourceName });
    const [first, second, other] = ingest.queued().map(({ id }) => id);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  test('is refused with any one byte of its body changed', () => {
    for (let index = 0; index < request.body.length; index += 1) {
      const changed = Buffer.from(request.body);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(verdict({ body: changed })).toEqual({ valid: false, reason: 'wrong-signature' });
    }
  });

  test('is refused with any one character of its signature header changed', () => {
    const name = provider.schemes[0]!.header;
    const header = request.headers[name]!;
    for (let index = 0; index < header.length; index += 1) {
      const character = header[index] === '1' ? '2' : '1';
      const changed = `${header.slice(0, index)}${character}${header.slice(index + 1)}`;
      expect(verdict({ headers: { ...request.headers, [name]: changed } }).valid).toBe(false);
    }
  });

  test('is accepted up to its tolerance and refused one second beyond, both ways', () => {
    const { toleranceSeconds } = provider;
    const verdictAfter = (seconds: number) =>
      verifySignature(provider, request, [{ value: secret }], atSecond(NOW + seconds)).valid;
    // Without a timestamp nothing ages.
    const shifts = toleranceSeconds === undefined ? [] : [toleranceSeconds, -toleranceSeconds];
    expect(shifts.map(verdictAfter)).toEqual(shifts.map(() => true));
    expect(shifts.map((shift) => verdictAfter(shift + Math.sign(shift)))).toEqual(shifts.map(() => false));
    expect(verdictAfter(10 * 365 * 24 * 3600)).toBe(toleranceSeconds === undefined);
  });

  test('is accepted with the second of two secrets, and with neither once both have ended', () => {
    const old = { value: secret, notAfter: atSecond(NOW).toISOString() };
    const next = { value: provider.schemes[0]?.key === 'base64' ? 'whsec_bmV4dCBvbmU=' : 'next one' };
    expect(verifySignature(provider, request, [next, old], atSecond(NOW)).valid).toBe(true);
    const ended = { ...old, notAfter: atSecond(NOW - 1).toISOString() };
    expect(verifySignature(provider, request, [next, ended], atSecond(NOW)).valid).toBe(false);
    expect(verifySignature(provider, request, [ended], atSecond(NOW))).toEqual({
      valid: false,
      reason: 'no-usable-secret',
    });
  });
});

describe.each(providers)('the samples of $name', (provider) => {
  const { secret } = providerCase(provider.name);
  const samples = readSamples(provider.name);
  const post = async (sample: Sample, overrides: Partial<WebhookRequest> = {}) => {
    const ingest = ingestUnderTest({ sources: { [provider.name]: { provider: provider.name, secrets: [secret] } } });
    const signed = signSample(provider, secret, sample, freshValues(atSecond(NOW)));
    const answer = await ingest.post({ method: 'POST', sourceName: provider.name, ...signed, ...overrides });
    return { answer, deliveries: ingest.queued() };
  };

  test('are one at least', () => {
    expect(samples).not.toEqual([]);
  });

  test.each(samples)('$type is accepted when it is signed, under this type', async (sample) => {
    const { answer, deliveries } = await post(sample);
    expect(answer.status).toBe(provider.acceptedStatus ?? 202);
    expect(deliveries.flatMap(({ events }) => events.map(({ type }) => type))).toEqual([sample.type]);
  });

  test.each(samples)('$type sent twice is two deliveries', async (sample) => {
    const [first, second] = await Promise.all([post(sample), post(sample)]);
    expect(first.deliveries[0]?.id).not.toBe(second.deliveries[0]?.id);
  });

  test.each(samples)('$type is refused with another body', async (sample) => {
    const { answer, deliveries } = await post(sample, { body: Buffer.from('{}') });
    expect(answer.status).toBe(401);
    expect(deliveries).toEqual([]);
  });
});

function referencesIn({ required, identity, type, events, handshakes = [] }: Provider): readonly string[] {
  const alternatives: readonly Alternatives[] = [
    type,
    ...(identity.kind === 'none' ? [] : [identity.id]),
    ...(events ? [events.id, events.type] : []),
  ];
  const volatile = identity.kind === 'header' ? (identity.volatile ?? []) : [];
  const asked = handshakes.flatMap(({ when, answer }) => [...Object.keys(when), ...Object.values(answer.json)]);
  return [...required, ...volatile, ...asked, ...alternatives.flat(2)];
}

function headersIn(provider: Provider): readonly string[] {
  const referenced = referencesIn(provider).filter((reference) => reference.startsWith('header:'));
  const inTemplates = provider.schemes.flatMap(({ signed }) =>
    [...signed.matchAll(/\{header:([^}]+)\}/g)].map(([, name]) => name ?? ''),
  );
  const timestamps = provider.schemes.flatMap(({ timestamp }) =>
    timestamp && 'header' in timestamp ? [timestamp.header] : [],
  );
  return [...referenced.map((reference) => reference.slice('header:'.length)), ...inTemplates, ...timestamps];
}
