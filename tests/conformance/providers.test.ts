// What signed requests of each provider get, as its own library or document says.
import { verifySignature } from '../../functions/ingest/signature/verify-signature.ts';
import { allProviders } from '../support/all-providers.ts';
import { ingestUnderTest } from '../support/ingest-under-test.ts';
import { readHandshakes, type HandshakeCase } from '../support/read-handshakes.ts';
import { readVectors } from '../support/read-vectors.ts';
import { testCertificate } from '../support/test-certificate.ts';
import { verifyContext } from '../support/verify-context.ts';

/** Whatever is to be confirmed. */
const isThere = { get: () => Promise.resolve({ status: 200, bytes: Buffer.alloc(0) }) };

describe.each(allProviders)('the vectors of $name', (provider) => {
  const vectors = readVectors(provider);

  test.each(vectors)('$name gets the verdict valid: $valid', async (vector) => {
    const { valid } = await verifySignature(provider, vector.request, vector.context);
    expect([vector.valid, ...(vector.eitherOk ? [!vector.valid] : [])]).toContain(valid);
  });

  test('are some that hold and some that do not', () => {
    expect(new Set(vectors.map(({ valid }) => valid))).toEqual(new Set([true, false]));
  });

  test('that want a certain answer get it, and no handshake is queued', async () => {
    for (const { request, response, source, now, context } of vectors.filter((vector) => vector.response)) {
      const { certificates } = context;
      const ingest = ingestUnderTest({ sources: { [provider.name]: source }, now, certificates, reader: isThere });
      // oxlint-disable-next-line no-await-in-loop -- each is a world of its own
      const answer = await ingest.post(request);
      const json = response?.json === undefined ? undefined : asJson(answer.body);
      expect({ status: answer.status, json }).toEqual({ status: response?.status, json: response?.json });
      expect(provider.handshakes ? ingest.deliveries.sent : []).toEqual([]);
    }
  });
});

describe.each(allProviders.filter(({ handshakes }) => handshakes !== undefined))(
  'the handshakes of $name',
  (provider) => {
    const handshakes = readHandshakes(provider.name);
    const given = ({ source, now, certificatePem }: HandshakeCase) =>
      ingestUnderTest({
        sources: { [provider.name]: source },
        now,
        certificates: verifyContext({ secrets: [], certificatePem }).certificates,
        reader: isThere,
      });

    test('are recorded in a file', () => {
      expect(handshakes).not.toEqual([]);
    });

    test.each(handshakes)('$name is answered as the sender wants it, and nothing is queued', async (handshake) => {
      const ingest = given(handshake);
      const answer = await ingest.post(handshake.request);
      const { status, headers, body } = handshake.response;
      expect(answer.status).toBe(status);
      const wanted = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      expect(answer.headers).toMatchObject(Object.fromEntries(wanted));
      // JSON may be spaced in other ways, and a refusal may say why.
      expect(body && status < 300 ? asJson(answer.body) : '').toEqual(body && status < 300 ? asJson(body) : '');
      expect(ingest.deliveries.sent).toEqual([]);
      expect(ingest.results.calls).toEqual([]);
    });

    const signed = handshakes.filter(({ request: { method } }) =>
      provider.handshakes?.every((one) => one.method !== method || one.signed),
    );
    // Each is checked by the same steps, and so is a provider without any.
    test('are refused when their signature does not hold', async () => {
      for (const handshake of signed) {
        const tampered = { ...handshake.request, body: Buffer.concat([handshake.request.body, Buffer.from(' ')]) };
        // oxlint-disable-next-line no-await-in-loop -- each is a world of its own
        expect(await given({ ...handshake, ...ofSomebodyElse(handshake) }).post(tampered)).toMatchObject({
          status: 401,
        });
      }
    });
  },
);

/** The white space behind a body is not signed by everyone, but nobody signs with another's secret or certificate. */
const ofSomebodyElse = ({ source }: HandshakeCase) => ({
  source: { ...source, secrets: ['not the secret'] },
  certificatePem: testCertificate({ name: 'somebody else' }).pem,
});

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
