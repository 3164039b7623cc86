// A source that brings the description of its provider along.
import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { descriptionProblems } from '../../../../functions/ingest/description-problems.ts';
import { loadProvider } from '../../../../functions/ingest/providers/load-provider.ts';
import { isDescribed, type Provider } from '../../../../functions/ingest/providers/provider.ts';
import { allProviders } from '../../../support/all-providers.ts';
import { ingestUnderTest, NOW, type IngestOptions } from '../../../support/ingest-under-test.ts';
import { requestTo } from '../../../support/request-to.ts';

const description = {
  schemes: [
    { from: 'header:x-acme-signature', algorithm: 'hmac-sha256', encoding: 'hex', key: 'text', signed: '{body}' },
  ],
  contentTypes: ['application/json'],
  identity: { kind: 'signed', id: [['/id']] },
  type: [['/type']],
  resends: true,
};
const custom = (changed: object = {}) => ({
  provider: 'custom',
  secrets: ['s3cret'],
  description: { ...description, ...changed },
});

const BODY = '{"id":1,"type":"order.made"}';
const signature = createHmac('sha256', 's3cret').update(BODY).digest('hex');
const signedBy = (value: string) =>
  requestTo('acme', { body: BODY, headers: { 'content-type': 'application/json', 'x-acme-signature': value } });

const givenSource = (acme: object, options: IngestOptions = {}) => ingestUnderTest({ ...options, sources: { acme } });

test('webhooks of a described sender are verified, named and queued like any other’s', async () => {
  const ingest = givenSource(custom());
  expect(await ingest.post(signedBy(signature))).toMatchObject({ status: 202 });
  expect(await ingest.post(signedBy(signature.replace(/./, 'x')))).toMatchObject({ status: 401 });
  expect(ingest.queued()).toMatchObject([{ source: 'acme', provider: 'custom', events: [{ type: 'order.made' }] }]);
});

test('its deliveries carry the name that the description gives', async () => {
  const ingest = givenSource(custom({ name: 'acme-shop' }));
  await ingest.post(signedBy(signature));
  expect(ingest.queued()).toMatchObject([{ provider: 'acme-shop' }]);
});

test.each([
  ['as it says', String(NOW), 202],
  ['too old', String(NOW - 301), 401],
  ['in milliseconds', `${NOW}000`, 401],
  ['in ISO 8601', new Date(NOW * 1000).toISOString(), 401],
])('a signed time in seconds counts as such: one %s', async (_, time, status) => {
  const signed = createHmac('sha256', 's3cret').update(`${time}.${BODY}`).digest('hex');
  const ingest = givenSource(scheme({ signed: '{timestamp}.{body}', timestamp: timed }, { toleranceSeconds: 300 }));
  const request = signedBy(signed);
  const headers = { ...request.headers, 'x-time': time };
  expect(await ingest.post({ ...request, headers })).toMatchObject({ status });
});

const problemsOf = (acme: object) => descriptionProblems(JSON.stringify({ acme }), loadProvider);
const scheme = (changed: object, others: object = {}) =>
  custom({ schemes: [{ ...description.schemes[0], ...changed }], ...others });
const timed = { from: 'header:x-time', unit: 'seconds' };
const handshake = (changed: object) =>
  custom({
    handshakes: [
      { name: 'h', method: 'GET', signed: false, when: { 'query:a': 'b' }, answer: { status: 200 }, ...changed },
    ],
  });

const publicKey = { from: 'header:x-ed', algorithm: 'ed25519', encoding: 'hex', key: 'hex', signed: '{body}' };
/** A scheme with public keys beside one with a shared secret. */
const beside = (secrets: object, ofPublicKey: object = {}) =>
  custom({
    schemes: [
      { ...publicKey, secrets: ofPublicKey },
      { ...description.schemes[0], secrets },
    ],
  });
const elements = (changed: object, ofScheme: object = {}) =>
  custom({
    schemes: [{ ...description.schemes[0], ...ofScheme }],
    identity: { kind: 'none' },
    events: [{ at: '/e/*', id: [['/n']], type: [['/t']], ...changed }],
  });
/** One that compares a header with a secret of the source. */
const asking = (changed: object) =>
  custom({ schemes: [{ ...description.schemes[0], requires: { 'header:x-verify': { secret: 'v' } } }], ...changed });

const slips: readonly (readonly [object, string])[] = [
  [{ provider: 'custom', secrets: [] }, 'acme.description: is missing'],
  [{ provider: 'custom', secrets: [], description: 'text' }, 'acme.description: is missing'],
  [custom({ schemes: undefined }), 'acme.description.schemes: is missing'],
  [custom({ schemes: [] }), 'acme.description.schemes: must hold a scheme'],
  [custom({ schemas: [] }), 'acme.description.schemas: there is no such setting'],
  [custom({ name: 'stripe' }), 'acme.description.name: there is a provider stripe already'],
  [custom({ resends: 'yes' }), 'acme.description.resends: is not as it must be'],
  [
    custom({ identity: { kind: 'hash' } }),
    'acme.description.identity.kind: must have "signed", "header", "fields" or "none" as its kind',
  ],
  [custom({ identity: { kind: 'signed', id: [['id']] } }), 'acme.description.identity.id.0.0: must be a reference'],
  [
    custom({ identity: { kind: 'signed', id: [['header:x-id']] } }),
    'acme.description.identity.id: header:x-id is not signed, which asks for the kind "header"',
  ],
  [custom({ headers: ['X-Id'] }), 'acme.description.headers.0: must be the name of a header in lower case'],
  [
    custom({ headers: ['x-acme-signature'] }),
    'acme.description.headers: x-acme-signature holds a signature or a secret',
  ],
  [custom({ contentTypes: ['json'] }), 'acme.description.contentTypes.0: must be "application/json" or'],
  [custom({ events: [{ at: '/a', id: 'none', type: [['/t']] }] }), 'acme.description.events.0.at: must end in /*'],
  [custom({ type: [[]] }), 'acme.description.type.0: must hold a reference'],
  [custom({ accepted: [{ status: 404 }] }), 'acme.description.accepted.0.status: must be a status from 200 to 299'],
  [scheme({ algorithm: 'md5' }), 'acme.description.schemes.0.algorithm: must be "hmac-sha256" or'],
  [scheme({ encoding: undefined }), 'acme.description.schemes.0.encoding: is missing'],
  [scheme({ from: 'x-signature' }), 'acme.description.schemes.0.from: must be header:x-signature'],
  [scheme({ signed: '' }), 'acme.description.schemes.0.signed: must not be empty'],
  [scheme({ signed: '{bdoy}' }), 'acme.description.schemes.0.signed: may have {body}, '],
  [scheme({ signed: '{timestamp}{body}' }), 'acme.description.schemes.0.timestamp: is missing'],
  [scheme({ algorithm: 'sha256' }), 'acme.description.schemes.0.signed: must have {secret}'],
  [scheme({ algorithm: 'ed25519' }), 'acme.description.schemes.0.key: must be "hex"'],
  [scheme({ when: { '/a': 1 } }), 'acme.description.schemes.0.when./a: must be a text, '],
  [handshake({ when: {} }), 'acme.description.handshakes.0.when: must say'],
  [handshake({ signed: true }), 'acme.description.handshakes.0.method: must be "POST"'],
  [handshake({ answer: { status: 410 } }), 'acme.description.handshakes.0.answer.status: must not be 404 or 410'],
  [
    handshake({ answer: { status: 200, text: '{hmac-sha256:hex:query:a}' } }),
    'acme.description.handshakes.0.signed: must be true, or anybody gets hashes of the secret',
  ],
  [
    scheme({ algorithm: 'sha256', signed: ['{secret}{body}', '{body}'] }),
    'acme.description.schemes.0.signed: must have {secret}, in each if there are several',
  ],
  [beside({}), 'acme.description.schemes.0.secrets: must tell its public keys from the secrets of the other schemes'],
  [
    beside({ notStartWith: 'whpk_' }, { startWith: 'wh' }),
    'acme.description.schemes.0.secrets: must tell its public keys',
  ],
  ...['{timestamp}', '{/token}', '{header:x-id}', '{url}'].map(
    (signed) =>
      [
        scheme({ signed, timestamp: { from: 'header:x-time', unit: 'seconds' } }),
        'acme.description.identity.id: /id is not signed, which asks for the kind "header"',
      ] as const,
  ),
  [scheme({ signed: ['{body}', '{/token}'] }), 'acme.description.identity.id: /id is not signed'],
  [elements({ id: [['header:x-batch', '/n']] }), 'acme.description.events.0.id: header:x-batch is not signed'],
  [
    elements({ id: [['/n']] }, { signed: '{header:x-id}' }),
    'acme.description.events.0.id: /n is not signed, so that anybody could make it another event',
  ],
  [
    scheme({ timestamp: { from: 'header:x-time', unit: 'seconds' } }),
    'acme.description.schemes.0.timestamp: is not signed',
  ],
  [
    scheme({ signed: '{timestamp}.{body}', timestamp: timed }),
    'acme.description.toleranceSeconds: is missing, and a scheme has a timestamp',
  ],
  [scheme({ timestamp: { prefix: 't=', unit: 'seconds' } }), 'acme.description.schemes.0.timestamp: is not signed'],
  [
    custom({ headers: ['x-ack-1'], schemes: [{ ...description.schemes[0], from: 'header:x-ack-*' }] }),
    'acme.description.headers: x-ack-1 holds a signature or a secret',
  ],
  [asking({ headers: ['x-verify'] }), 'acme.description.headers: x-verify holds a signature or a secret'],
  [asking({ required: ['header:x-verify'] }), 'acme.description.required: x-verify holds a signature or a secret'],
  [asking({ type: [['header:x-verify']] }), 'acme.description.type: x-verify holds a signature or a secret'],
  [
    asking({ identity: { kind: 'header', id: [['header:x-verify']] } }),
    'acme.description.identity.id: x-verify holds a signature or a secret',
  ],
  [
    custom({
      schemes: [{ from: '/e/*/key', algorithm: 'token', key: 'text', signed: '' }],
      events: [{ at: '/e/*', id: [['/n']], type: [['/key'], ['root:/e/0/key']] }],
    }),
    'acme.description.events.0.type: /e/*/key holds a signature or a secret',
  ],
  [
    custom({
      schemes: [{ from: '/e/*/key', algorithm: 'token', key: 'text', signed: '' }],
      identity: { kind: 'signed', id: [['/e/0/key']] },
    }),
    'acme.description.identity.id: /e/0/key holds a signature or a secret',
  ],
  [
    beside({ startWith: 'whpk_x' }, { startWith: 'whpk_' }),
    'acme.description.schemes.0.secrets: must tell its public keys',
  ],
  [handshake({ answer: { status: 302 } }), 'acme.description.handshakes.0.answer: must neither redirect'],
  ...['location', 'set-cookie', 'refresh'].map(
    (name) =>
      [
        handshake({ answer: { status: 200, headers: { [name]: '{query:a}' } } }),
        'acme.description.handshakes.0.answer: must neither redirect nor have location, refresh, set-cookie',
      ] as const,
  ),
  [
    handshake({ refusal: { status: 403, headers: { 'set-cookie': 'a=b' } } }),
    'acme.description.handshakes.0.answer: must neither redirect',
  ],
  [
    handshake({ refusal: { status: 403, text: '{hmac-sha256:hex:query:a}' } }),
    'acme.description.handshakes.0.refusal: must have no hash of the secret',
  ],
];

test.each(slips.map(([acme, sentence]) => ({ acme, sentence })))('$sentence', async ({ acme, sentence }) => {
  expect(await problemsOf(acme)).toContainEqual(expect.stringContaining(sentence));
  const ingest = givenSource(acme);
  expect(await ingest.post(signedBy(signature))).toMatchObject({ status: 503, headers: { 'retry-after': '300' } });
  expect(ingest.log.text()).toContain(JSON.stringify(sentence).slice(1, -1));
  expect(ingest.log.text()).not.toContain('s3cret');
  expect(ingest.deliveries.sent).toEqual([]);
});

test.each([
  ['public keys of a use of their own', beside({}, { use: 'public' })],
  ['public keys that begin otherwise', beside({ startWith: 'whsec_' }, { startWith: 'whpk_' })],
  ['secrets that begin as no public key', beside({ notStartWith: 'whpk_' }, { startWith: 'whpk_' })],
  ['a place that every template has', scheme({ signed: ['{/id}', '{method}{/id}'] })],
  ['the hash of the body signed', scheme({ signed: '{body:sha256}' })],
  ['a time inside the signed body', scheme({ timestamp: { from: '/at', unit: 'seconds' } }, { toleranceSeconds: 300 })],
  [
    'a time by its own name',
    scheme(
      { signed: '{header:x-t}{body}', timestamp: { from: 'header:x-t', unit: 'seconds' } },
      { toleranceSeconds: 300 },
    ),
  ],
  ['a secret of another header', asking({ headers: ['x-other'] })],
  ['a refusal in words', handshake({ refusal: { status: 403, text: 'no' } })],
])('%s is no contradiction', async (_, acme) => {
  expect(await problemsOf(acme)).toEqual([]);
});

test('what is well described has no problem, and neither has who describes nothing', async () => {
  expect(await problemsOf(custom())).toEqual([]);
  expect(await descriptionProblems('{"a":{"provider":"stripe","secrets":[]}}', loadProvider)).toEqual([]);
});

const describable = allProviders.filter(({ schemes }) => schemes.every(isDescribed) && schemes.length > 0);

test.each(describable)('the description of $name could stand in a source as it is', async (provider) => {
  // Some of ours sign a time and promise nothing about it; a description of one's own has to say.
  const isTimed = provider.schemes.some((one) => isDescribed(one) && one.timestamp);
  const stated = { ...provider, ...(isTimed && { toleranceSeconds: provider.toleranceSeconds ?? 300 }) };
  const written = JSON.parse(JSON.stringify({ ...stated, name: undefined })) as unknown;
  expect(await loadProvider({ provider: 'custom', description: written })).toEqual({ ...stated, name: 'custom' });
});

test('nothing that stands where a description should takes more than it', async () => {
  const fields = fc.constantFrom(
    'schemes',
    'identity',
    'type',
    'events',
    'handshakes',
    'accepted',
    'contentTypes',
    'headers',
  );
  await fc.assert(
    fc.asyncProperty(fields, fc.jsonValue(), async (field, value) => {
      const outcome = await loadProvider({ provider: 'custom', description: { ...description, [field]: value } }).catch(
        (error: unknown) => error,
      );
      expect(outcome instanceof Error ? outcome.name : (outcome as Provider).name).toMatch(
        /^(?:custom|WrongDescription)$/,
      );
    }),
  );
});
