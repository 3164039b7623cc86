import { sign as githubSign } from '@octokit/webhooks-methods';
import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { signWebhook } from '../../functions/ingest/signature/sign-webhook.ts';
import { verifySignature } from '../../functions/ingest/signature/verify-signature.ts';
import { NOW } from '../support/ingest-under-test.ts';
import { providerCase } from '../support/provider-cases.ts';

const now = new Date(NOW * 1000);
const stripe = new Stripe('sk_test_never_called');

type Headers = Readonly<Record<string, string>>;

/** The sender's own library, signing a body as the sender does. */
const oracles: readonly { readonly name: string; readonly sign: (body: string, id: string) => Promise<Headers> }[] = [
  {
    name: 'github',
    sign: async (body) => ({ 'x-hub-signature-256': await githubSign(providerCase('github').secret, body) }),
  },
  {
    name: 'standard-webhooks',
    sign: async (body, id) => ({
      'webhook-id': id,
      'webhook-timestamp': String(NOW),
      'webhook-signature': new Webhook(providerCase('standard-webhooks').secret).sign(id, now, body),
    }),
  },
  {
    name: 'stripe',
    sign: async (body) => ({
      'stripe-signature': stripe.webhooks.generateTestHeaderString({
        payload: body,
        secret: providerCase('stripe').secret,
        timestamp: NOW,
      }),
    }),
  },
];

/** Whatever a sender may write: all of Unicode, line ends of every kind, blanks where nobody expects them. */
const text = fc
  .array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\r\n', '\n', '\r', '\t', ' ', '\ufeff', '\u2028', '\0')),
  )
  .map((pieces) => pieces.join(''));
const bodies = fc.oneof(
  text.filter((body) => body.length > 0),
  fc.json({ stringUnit: 'grapheme' }),
  fc.tuple(fc.json(), fc.constantFrom('', '\n', '\r\n', '  ')).map(([json, end]) => `${end}{ "odd" :\t${json} }${end}`),
);
const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);

describe.each(oracles)('what the library of $name signs', ({ name, sign }) => {
  const { provider, secret } = providerCase(name);
  const verdict = (headers: Headers, body: Buffer) =>
    verifySignature(provider, { headers, body }, [{ value: secret }], now);

  test('is valid, and refused with one byte flipped', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, ids, fc.nat(), fc.integer({ min: 0, max: 7 }), async (body, id, place, bit) => {
        const headers = await sign(body, id);
        const bytes = Buffer.from(body);
        expect(verdict(headers, bytes)).toEqual({ valid: true });
        const flipped = Buffer.from(bytes);
        const index = place % flipped.length;
        flipped[index] = (flipped[index] ?? 0) ^ (1 << bit);
        expect(verdict(headers, flipped).valid).toBe(false);
      }),
    );
  });

  test('is what we sign ourselves', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, ids, async (body, id) => {
        const theirs = await sign(body, id);
        const ours = signWebhook(provider, secret, { headers: { 'webhook-id': id }, body: Buffer.from(body) }, now);
        expect(theirs).toMatchObject(ours);
      }),
    );
  });

  test('is refused under any other secret', async () => {
    const headers = await sign('{}', 'msg_1');
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (other) => {
        const verdictOfOther = verifySignature(provider, { headers, body: Buffer.from('{}') }, [{ value: other }], now);
        expect(verdictOfOther.valid).toBe(other === secret);
      }),
    );
  });
});
