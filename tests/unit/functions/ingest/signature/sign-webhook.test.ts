// What we sign as senders do, checked as ingest checks it.
import type { Provider, SignatureScheme } from '../../../../../functions/ingest/providers/provider.ts';
import { canSign, signWebhook } from '../../../../../functions/ingest/signature/sign-webhook.ts';
import { verifySignature } from '../../../../../functions/ingest/signature/verify-signature.ts';
import { NOW } from '../../../../support/ingest-under-test.ts';
import { madeUpProvider } from '../../../../support/made-up-provider.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { verifyContext } from '../../../../support/verify-context.ts';

const scheme: SignatureScheme = {
  from: 'header:x-signature',
  algorithm: 'hmac-sha256',
  encoding: 'base64',
  key: 'text',
  signed: '{body}',
};
const url = 'https://hooks.example.com/webhooks/made-up?a=%3A';
const now = new Date(NOW * 1000 + 250);
const json = { 'content-type': 'application/json' };

const of = (...schemes: Provider['schemes']) => madeUpProvider({ schemes, toleranceSeconds: 1 });

function signed(provider: Provider, body: unknown = { id: 1 }) {
  const webhook = { headers: json, body: Buffer.from(JSON.stringify(body)), url };
  return signWebhook(provider, 'secret', webhook, now);
}

const verdict = (provider: Provider, webhook: ReturnType<typeof signed>) =>
  verifySignature(provider, requestTo('made-up', { url, ...webhook }), verifyContext({ secrets: 'secret' }));

const rows: readonly (readonly [string, SignatureScheme, unknown?])[] = [
  ['the body', scheme],
  ['SHA-1', { ...scheme, algorithm: 'hmac-sha1' }],
  ['a plain hash', { ...scheme, algorithm: 'sha256', signed: '{secret}{body}' }],
  ['the method and the URL', { ...scheme, signed: '{method}{url:decoded}{body}' }],
  ['a field of the query', { ...scheme, signed: '{query:a}{body}' }],
  [
    'milliseconds',
    { ...scheme, signed: '{timestamp}{body}', timestamp: { from: 'header:x-at', unit: 'milliseconds' } },
  ],
  ['an instant', { ...scheme, signed: '{body}{timestamp}', timestamp: { from: 'header:x-at', unit: 'iso8601' } }],
  [
    'a time in the same header',
    {
      ...scheme,
      separator: ';',
      prefix: 'h1=',
      signed: '{timestamp}:{body}',
      timestamp: { prefix: 'ts=', unit: 'seconds' },
    },
  ],
  ['a time in the body', { ...scheme, timestamp: { from: '/at', unit: 'seconds' } }, { at: NOW }],
  ['numbered headers', { ...scheme, from: 'header:x-signature-*' }],
  [
    'a version',
    { ...scheme, when: { 'header:x-version': 'v1' }, requires: { 'header:x-kind': { oneOf: ['a', 'b'] } } },
  ],
  ['a token', { ...scheme, algorithm: 'token', signed: '' }],
  ['a bearer token', { ...scheme, from: 'header:authorization', prefix: 'Bearer ', algorithm: 'token', signed: '' }],
  [
    'a place in the body',
    {
      ...scheme,
      from: '/signature/is',
      signed: '{timestamp}{/signature/token}',
      timestamp: { from: '/signature/at', unit: 'seconds' },
    },
    { signature: { token: 'ab', at: String(NOW) }, event: {} },
  ],
  [
    'a place in every element',
    { ...scheme, from: '/value/*/clientState', algorithm: 'token', signed: '' },
    { value: [{ id: 1 }, { id: 2 }] },
  ],
];

test.each(rows.map(([what, one, body]) => ({ what, one, body })))(
  '$what is signed as ingest verifies it',
  async ({ one, body }) => {
    const provider = of(one);
    expect(canSign(provider)).toBe(true);
    expect(await verdict(provider, signed(provider, body))).toEqual({ valid: true });
  },
);

test('the first scheme is taken whose headers are there, and which the secret is for', () => {
  const other: SignatureScheme = { ...scheme, from: 'header:x-other', signed: '{header:x-other-id}{body}' };
  expect(signed(of(other, scheme)).headers).toHaveProperty('x-signature');
  const forOthers: SignatureScheme = { ...scheme, from: 'header:x-first', secrets: { startWith: 'whsec_' } };
  expect(signed(of(forOthers, scheme)).headers).not.toHaveProperty('x-first');
});

test('public keys, own code and signatures in the URL are for the sender alone', () => {
  const schemes: Provider['schemes'] = [
    { ...scheme, algorithm: 'ed25519', key: 'hex' },
    { ...scheme, from: 'query:token' },
    { verify: () => Promise.reject(new Error('not asked')), signed: 'something' },
  ];
  expect(canSign(of(...schemes))).toBe(false);
  expect(() => signed(of(...schemes))).toThrow('Webhooks of made-up cannot be signed by anyone else');
});

test.each<[string, SignatureScheme, string]>([
  ['a secret of another form', { ...scheme, key: 'hex' }, 'This secret cannot sign for made-up'],
  ['a missing header', { ...scheme, signed: '{header:x-id}' }, 'The webhook has not all of what is signed'],
  ['a missing time', { ...scheme, timestamp: { from: '/at', unit: 'seconds' } }, 'The body has no time at /at'],
  ['a missing place', { ...scheme, from: '/signature/is' }, 'The body has no place /signature/is'],
])('%s is an error that says so', (_what, one, message) => {
  expect(() => signed(of(one))).toThrow(message);
});

test('a URL that is signed and not known is an error', () => {
  const webhook = { headers: json, body: Buffer.from('{}') };
  expect(() => signWebhook(of({ ...scheme, signed: '{url}' }), 'secret', webhook, now)).toThrow('The URL is signed');
});
