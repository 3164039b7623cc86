// What senders' own libraries sign is valid here, and nothing that differs from it in a single bit.
import * as fc from 'fast-check';
import { signWebhook } from '../../functions/ingest/signature/sign-webhook.ts';
import { verifySignature } from '../../functions/ingest/signature/verify-signature.ts';
import { allProviders } from '../support/all-providers.ts';
import { NOW } from '../support/ingest-under-test.ts';
import { bodyOf, flippedWebhooks, largeWebhook, oddWebhooks } from '../support/odd-webhooks.ts';
import { oracles, type Oracle, type SignedByLibrary } from '../support/oracles.ts';
import { requestTo } from '../support/request-to.ts';
import { secretFor } from '../support/secret-for.ts';
import { verifyContext } from '../support/verify-context.ts';

const RUNS = 50;
const at = new Date(NOW * 1000);
const flips = fc.array(fc.nat(), { minLength: 3, maxLength: 3 });

const providerOf = ({ provider: name }: Oracle) => {
  const provider = allProviders.find((one) => one.name === name);
  if (!provider) throw new Error(`There is no provider ${name}`);
  return provider;
};

/** A sender with that library, and a source of it here. */
function given(oracle: Oracle) {
  const provider = providerOf(oracle);
  const { value: secret } = secretFor(provider);
  const url = `https://hooks.example.com/webhooks/${provider.name}`;
  return {
    provider,
    secret,
    url,
    signed: (body: string, id: string) => oracle.sign({ url, secret, at, id, body }),
    isValid: async ({ headers, body, query }: SignedByLibrary, other = secret) => {
      const request = requestTo(provider.name, { url: query === undefined ? url : `${url}?${query}`, headers, body });
      return (await verifySignature(provider, request, verifyContext({ secrets: other }))).valid;
    },
  };
}

describe.each(oracles)('what is signed for $what', (oracle) => {
  const { provider, signed, isValid } = given(oracle);

  test('is valid, and refused with one bit flipped in body, signature, timestamp or id', async () => {
    await fc.assert(
      fc.asyncProperty(oddWebhooks, flips, async (webhook, places) => {
        const genuine = await signed(bodyOf(oracle, webhook), webhook.id);
        expect(await isValid(genuine)).toBe(true);
        for (const flipped of places.flatMap((place) => flippedWebhooks(oracle, genuine, place))) {
          // oxlint-disable-next-line no-await-in-loop -- a few each
          expect({ flipped, isValid: await isValid(flipped) }).toEqual({ flipped, isValid: false });
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('is valid with a body of 1 MB', async () => {
    const body = bodyOf(oracle, largeWebhook);
    expect(Buffer.byteLength(body)).toBeGreaterThan(1024 * 1024);
    expect(await isValid(await signed(body, largeWebhook.id))).toBe(true);
  });

  test('is refused under any other secret', async () => {
    const genuine = await signed(bodyOf(oracle, largeWebhook), largeWebhook.id);
    expect(await isValid(genuine, secretFor(provider, 'another secret').value)).toBe(false);
  });
});

test.each(oracles.filter(({ signsEmptyBody }) => signsEmptyBody))(
  'an empty body, signed for $what, is valid',
  async (oracle) => {
    const { signed, isValid } = given(oracle);
    expect(await isValid(await signed('', 'msg_of_nothing'))).toBe(true);
  },
);

describe.each(oracles.filter(({ isTheirsAlone }) => !isTheirsAlone))('what is signed for $what', (oracle) => {
  const { provider, secret, url, signed, isValid } = given(oracle);

  test('is what we sign ourselves', async () => {
    await fc.assert(
      fc.asyncProperty(oddWebhooks, async (webhook) => {
        const theirs = await signed(bodyOf(oracle, webhook), webhook.id);
        const unsigned = Object.entries(theirs.headers).filter(([name]) => !/signature/.test(name));
        const query = theirs.query === undefined ? '' : `?${theirs.query}`;
        const ours = signWebhook(
          provider,
          secret,
          { headers: Object.fromEntries(unsigned), body: theirs.body, url: url + query, method: 'POST' },
          at,
        );
        expect(await isValid({ ...theirs, ...ours })).toBe(true);
        const names = oracle.signedHeaders.filter((name) => name in ours.headers);
        for (const name of names) expect(ours.headers[name]).toBe(theirs.headers[name]);
      }),
      { numRuns: 10 },
    );
  });
});
