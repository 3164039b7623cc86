// Webhooks as we sign them ourselves and as the vectors have them: accepted whole, refused with anything changed.
import { freshValues } from '../../functions/ingest/providers/fresh-values.ts';
import {
  isDescribed,
  type Provider,
  type Reference,
  type SignatureScheme,
} from '../../functions/ingest/providers/provider.ts';
import { readSamples, type Sample } from '../../functions/ingest/providers/read-samples.ts';
import { signSample } from '../../functions/ingest/providers/sign-sample.ts';
import { putInJson } from '../../functions/ingest/signature/put-in-json.ts';
import type { VerifyContext } from '../../functions/ingest/signature/signature-verdict.ts';
import { verifySignature } from '../../functions/ingest/signature/verify-signature.ts';
import { valueAt, type WebhookRequest } from '../../functions/ingest/webhook-request.ts';
import { allProviders } from '../support/all-providers.ts';
import { flippedBytes, flippedTexts } from '../support/flipped.ts';
import { ingestUnderTest, NOW } from '../support/ingest-under-test.ts';
import { providerCase, providerCases } from '../support/provider-cases.ts';
import { readVectors } from '../support/read-vectors.ts';
import { requestTo } from '../support/request-to.ts';
import { secretFor } from '../support/secret-for.ts';
import { signedRequest } from '../support/signed-request.ts';
import { verifyContext } from '../support/verify-context.ts';

interface Genuine {
  readonly what: string;
  readonly request: WebhookRequest;
  readonly context: VerifyContext;
}

const templatesOf = ({ signed }: SignatureScheme) => [signed].flat();

/** One that we signed, where we can, and the first of its vectors that holds. */
function genuineOf(provider: Provider): readonly Genuine[] {
  const vector = readVectors(provider).find(({ valid, eitherOk }) => valid && !eitherOk);
  const known = providerCases.find((one) => one.provider === provider);
  return [
    ...(known ? [{ what: 'our own', request: signedRequest(known), context: verifyContext(known) }] : []),
    ...(vector ? [{ what: vector.name, request: vector.request, context: vector.context }] : []),
  ];
}

/** The scheme that decides: the first whose signature is there. */
const schemeFor = ({ schemes }: Provider, { headers, body }: WebhookRequest) =>
  schemes.filter(isDescribed).find(({ from }) => {
    if (from.startsWith('/')) return valueAt(JSON.parse(body.toString()), from.replaceAll('*', '0')) !== undefined;
    return Object.keys(headers).some((name) => name.replace(/\d+$/, '*') === nameOf(from) || name === nameOf(from));
  });

const nameOf = (reference: Reference) => reference.slice('header:'.length);

const withHeader = ({ request }: Genuine, name: string) =>
  flippedTexts(request.headers[name] ?? '').map((value) => ({ headers: { ...request.headers, [name]: value } }));

describe.each(allProviders)('a genuine webhook of $name', (provider) => {
  const genuine = genuineOf(provider).map((one) => ({ ...one, scheme: schemeFor(provider, one.request) }));
  const verdict = ({ request, context }: Genuine, changed: Partial<WebhookRequest>) =>
    verifySignature(provider, { ...request, ...changed }, context);
  const expectRefusals = async (one: Genuine, changes: readonly Partial<WebhookRequest>[]) => {
    const accepted = [];
    for (const changed of changes) {
      // oxlint-disable-next-line no-await-in-loop -- hundreds at once would only wait for each other
      if ((await verdict(one, changed)).valid) accepted.push(changed);
    }
    expect(accepted).toEqual([]);
  };
  test.each(genuine)('($what) is valid as it is', async (one) => {
    expect(await verdict(one, {})).toEqual({ valid: true });
  });

  test.each(genuine)('($what) is refused with any byte of its body changed, where the body is signed', async (one) => {
    const isSigned = one.scheme !== undefined && templatesOf(one.scheme).every((text) => text.includes('{body}'));
    await expectRefusals(one, isSigned ? flippedBytes(one.request.body).map((body) => ({ body })) : []);
  });

  test.each(genuine)('($what) is refused with any character of its signature changed', async (one) => {
    const { scheme, request } = one;
    if (!scheme) return;
    const from = scheme.from;
    const name =
      Object.keys(request.headers).find((each) => each.replace(/\d+$/, '*') === nameOf(from)) ?? nameOf(from);
    const inBody = from.startsWith('/')
      ? flippedTexts(String(valueAt(JSON.parse(request.body.toString()), from.replaceAll('*', '0'))))
      : [];
    await expectRefusals(one, [
      ...(from.startsWith('header:') ? withHeader(one, name) : []),
      ...inBody.map((text) => ({ body: putInJson(request.body, from, text) })),
    ]);
  });

  test.each(genuine)('($what) is refused with any character of its timestamp or its id changed', async (one) => {
    const { scheme } = one;
    const timestamp = scheme?.timestamp && 'from' in scheme.timestamp ? [scheme.timestamp.from] : [];
    const inTemplates = scheme
      ? templatesOf(scheme).flatMap((text) =>
          [...text.matchAll(/\{(header:[^}]+)\}/g)].map(([, reference = '']) => reference),
        )
      : [];
    const names = [...timestamp, ...inTemplates].filter((one) => one.startsWith('header:'));
    await expectRefusals(
      one,
      names.flatMap((reference) => withHeader(one, reference.slice('header:'.length))),
    );
  });
});

describe.each(providerCases)('a webhook of $provider.name that we signed', (known) => {
  const { provider, secret, secrets, type } = known;
  const request = signedRequest(known);
  const source = { provider: provider.name, secrets };
  const verdictAt = async (now: number, among = secrets) =>
    verifySignature(provider, request, verifyContext({ secrets: among, now }));

  test('is accepted, with the type its description gives it', async () => {
    const ingest = ingestUnderTest({ sources: { [provider.name]: source } });
    const answer = await ingest.post(request);
    expect([202, ...(provider.accepted ?? []).map(({ status }) => status)]).toContain(answer.status);
    const [delivery] = ingest.queued();
    expect(delivery).toMatchObject({ provider: provider.name });
    // What is kept beside the message is kept by its length and its hash.
    const isBeside = 'bytes' in (delivery?.body ?? {});
    const kept = isBeside ? { bytes: request.body.length } : { text: request.body.toString('utf8') };
    expect(delivery?.body).toMatchObject(kept);
    expect(delivery?.events[0]?.type).toBe(type);
  });

  test('is the same delivery when the sender repeats it, and another one at another source', async () => {
    const ingest = ingestUnderTest({ sources: { [provider.name]: source, other: source } });
    for (const sourceName of [provider.name, provider.name, 'other']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as a sender repeats
      await ingest.post({ ...request, sourceName });
    }
    const [first, second, other] = ingest.queued().map(({ id }) => id);
    expect(second === first).toBe(provider.identity.kind !== 'none');
    expect(other).not.toBe(first);
  });

  test('is accepted up to its tolerance and refused one second beyond, both ways', async () => {
    const { toleranceSeconds } = provider;
    const scheme = provider.schemes
      .filter(isDescribed)
      .find(({ from }) => request.headers[nameOf(from)] ?? from.startsWith('/'));
    const isTimed = toleranceSeconds !== undefined && scheme?.timestamp !== undefined;
    // Without a timestamp nothing ages.
    for (const shift of isTimed ? [toleranceSeconds, -toleranceSeconds] : []) {
      // oxlint-disable-next-line no-await-in-loop -- two each
      expect([(await verdictAt(NOW + shift)).valid, (await verdictAt(NOW + shift + Math.sign(shift))).valid]).toEqual([
        true,
        false,
      ]);
    }
    expect((await verdictAt(NOW + 10 * 365 * 24 * 3600)).valid).toBe(!isTimed);
  });

  test('is accepted with the second of two secrets, and with neither once both have ended', async () => {
    const [own = { value: secret }] = secrets;
    const next = secretFor(provider, 'the next');
    const old = { ...own, notAfter: new Date(NOW * 1000).toISOString() };
    expect(await verdictAt(NOW, [next, old])).toEqual({ valid: true });
    const ended = { ...own, notAfter: new Date((NOW - 1) * 1000).toISOString() };
    expect((await verdictAt(NOW, [next, ended])).valid).toBe(false);
    expect(await verdictAt(NOW, [ended])).toEqual({ valid: false, reason: 'no-usable-secret' });
  });

  describe('from its samples', () => {
    const samples = readSamples(provider.name);
    const { url } = requestTo(provider.name, {});
    const signed = (sample: Sample) =>
      requestTo(provider.name, {
        url,
        ...signSample(provider, secret, sample, freshValues(new Date(NOW * 1000)), { url }),
      });

    test.each(samples)('$type is accepted under this type, and sent twice it is two deliveries', async (sample) => {
      const ingest = ingestUnderTest({ sources: { [provider.name]: source } });
      const answers = [await ingest.post(signed(sample)), await ingest.post(signed(sample))];
      expect(answers.filter(({ status }) => status >= 300)).toEqual([]);
      const deliveries = ingest.queued();
      expect(deliveries.map(({ events }) => events[0]?.type)).toEqual([sample.type, sample.type]);
      expect(deliveries[0]?.id).not.toBe(deliveries[1]?.id);
    });

    test.each(samples)('$type is refused without its signature', async (sample) => {
      const ingest = ingestUnderTest({ sources: { [provider.name]: source } });
      const { headers } = sample;
      expect(await ingest.post(requestTo(provider.name, { headers, body: '{}' }))).toMatchObject({ status: 401 });
      expect(ingest.deliveries.sent).toEqual([]);
    });
  });
});

test.each(allProviders)('$name has a sample at least', ({ name }) => {
  expect(readSamples(name)).not.toEqual([]);
});

test('a case is found by its name', () => {
  expect(providerCase('github').provider.name).toBe('github');
});
