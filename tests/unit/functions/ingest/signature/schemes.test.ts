// Each part of a signature scheme, by schemes that no sender has and node:crypto alone.
import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { SignatureScheme } from '../../../../../functions/ingest/providers/provider.ts';
import type { Secret } from '#shared/messages/source.ts';
import { verdictOf } from '../../../../support/verdict-of.ts';

const scheme: SignatureScheme = {
  from: 'header:x-signature',
  algorithm: 'hmac-sha256',
  encoding: 'hex',
  key: 'text',
  signed: '{body}',
};
const hmac = (text: string, algorithm = 'sha256', key: string | Buffer = 'secret') =>
  createHmac(algorithm, key).update(text).digest('hex');
const body = '{"id":1}';

test.each(['sha1', 'sha256', 'sha512'] as const)('HMAC with %s holds, and no other', async (name) => {
  const one = { ...scheme, algorithm: `hmac-${name}` } as const;
  expect(await verdictOf(one, { body, headers: { 'x-signature': hmac(body, name) } })).toBe('valid');
  for (const other of ['sha1', 'sha256', 'sha512'].filter((each) => each !== name)) {
    // oxlint-disable-next-line no-await-in-loop -- two
    expect(await verdictOf(one, { body, headers: { 'x-signature': hmac(body, other) } })).toBe('wrong-signature');
  }
});

test('a plain hash has the secret where the template says', async () => {
  const one = { ...scheme, algorithm: 'sha256', signed: '{secret}{method}{body}' } as const;
  const signature = createHash('sha256').update(`secretPOST${body}`).digest('hex');
  expect(await verdictOf(one, { body, headers: { 'x-signature': signature } })).toBe('valid');
  expect(await verdictOf(one, { body, secrets: 'Secret', headers: { 'x-signature': signature } })).toBe(
    'wrong-signature',
  );
});

test('of numbered headers any may hold, and others of a like name are none of them', async () => {
  const one = { ...scheme, from: 'header:x-signature-*' } as const;
  const wrong = hmac('other');
  const headers = { 'x-signature-1': wrong, 'x-signature-2': hmac(body) };
  expect(await verdictOf(one, { body, headers })).toBe('valid');
  expect(await verdictOf(one, { body, headers: { 'x-signature-1': wrong } })).toBe('wrong-signature');
  expect(await verdictOf(one, { body, headers: { 'x-signature-of-another': hmac(body) } })).toBe('no-signature');
});

describe('a token in an array', () => {
  const one: SignatureScheme = { from: '/value/*/clientState', algorithm: 'token', key: 'text', signed: '' };
  const posted = (...states: readonly unknown[]) =>
    verdictOf(one, { body: JSON.stringify({ value: states.map((clientState) => ({ clientState })) }) });

  test('must be in every element', async () => {
    expect(await posted('secret', 'secret')).toBe('valid');
    expect(await posted('secret', 'other')).toBe('wrong-signature');
    expect(await posted('secret', undefined)).toBe('wrong-signature');
    expect(await posted('secret', ['secret'])).toBe('wrong-signature');
  });

  test('must be in one at least', async () => {
    expect(await posted()).toBe('no-signature');
    expect(await verdictOf(one, { body: '{"value":{"0":{"clientState":"secret"}}}' })).toBe('no-signature');
    expect(await verdictOf(one, { body: 'no JSON' })).toBe('incomplete-body');
  });
});

test.each(['secre', 'secret ', 'Secret', 'secrets', ''])('the token %j is not "secret"', async (token) => {
  const one: SignatureScheme = { from: 'header:x-token', algorithm: 'token', key: 'text', signed: '' };
  expect(await verdictOf(one, { headers: { 'x-token': 'secret' } })).toBe('valid');
  expect(await verdictOf(one, { headers: { 'x-token': token } })).toBe(
    token === '' ? 'no-signature' : 'wrong-signature',
  );
});

describe('public keys', () => {
  const ed25519 = generateKeyPairSync('ed25519');
  const raw = Buffer.from(ed25519.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = p256.publicKey.export({ type: 'spki', format: 'der' });
  const ed: SignatureScheme = { ...scheme, algorithm: 'ed25519', key: 'hex' };
  const ecdsa: SignatureScheme = { ...scheme, algorithm: 'ecdsa-p256-sha256', encoding: 'base64', key: 'spki' };
  const edSignature = sign(null, Buffer.from(body), ed25519.privateKey).toString('hex');
  const ecSignature = sign('sha256', Buffer.from(body), p256.privateKey).toString('base64');

  test('Ed25519 takes 32 bytes as hex or base64', async () => {
    const headers = { 'x-signature': edSignature };
    expect(await verdictOf(ed, { body, secrets: raw.toString('hex'), headers })).toBe('valid');
    expect(await verdictOf({ ...ed, key: 'base64' }, { body, secrets: raw.toString('base64'), headers })).toBe('valid');
    expect(await verdictOf(ed, { body: `${body} `, secrets: raw.toString('hex'), headers })).toBe('wrong-signature');
    expect(await verdictOf(ed, { body, secrets: raw.toString('hex').slice(2), headers })).toBe('no-usable-secret');
  });

  test('ECDSA takes a key of its curve alone, and a signature in one spelling', async () => {
    const headers = { 'x-signature': ecSignature };
    expect(await verdictOf(ecdsa, { body, secrets: spki.toString('base64'), headers })).toBe('valid');
    expect(await verdictOf(ecdsa, { body: '{}', secrets: spki.toString('base64'), headers })).toBe('wrong-signature');
    const spaced = { 'x-signature': ` ${ecSignature}` };
    expect(await verdictOf(ecdsa, { body, secrets: spki.toString('base64'), headers: spaced })).toBe('wrong-signature');
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ type: 'spki', format: 'der' });
    const trailing = Buffer.concat([spki, Buffer.from('x')]);
    for (const wrong of [other, trailing, Buffer.from('no key')]) {
      // oxlint-disable-next-line no-await-in-loop -- three
      expect(await verdictOf(ecdsa, { body, secrets: wrong.toString('base64'), headers })).toBe('no-usable-secret');
    }
  });

  test('only the first five signatures are checked, and the first five keys', async () => {
    const listed: SignatureScheme = { ...ed, separator: ',' };
    const verdictBehind = (wrong: number, secrets: readonly Secret[]) => {
      const signatures = [...Array<string>(wrong).fill('00'.repeat(64)), edSignature].join(',');
      return verdictOf(listed, { body, secrets, headers: { 'x-signature': signatures } });
    };
    const right = { value: raw.toString('hex') };
    expect(await verdictBehind(4, [right])).toBe('valid');
    expect(await verdictBehind(5, [right])).toBe('wrong-signature');
    const others = Array.from({ length: 5 }, (_, index) => ({ value: `0${index}`.repeat(32) }));
    expect(await verdictBehind(0, [...others.slice(1), right])).toBe('valid');
    expect(await verdictBehind(0, [...others, right])).toBe('wrong-signature');
  });
});

test('of the entries of a header the first hundred are looked at', async () => {
  const listed: SignatureScheme = { ...scheme, separator: ',', prefix: 'v1=' };
  const headers = (count: number) => ({ 'x-signature': [...Array(count).fill('v0=a'), `v1=${hmac(body)}`].join(', ') });
  expect(await verdictOf(listed, { body, headers: headers(99) })).toBe('valid');
  expect(await verdictOf(listed, { body, headers: headers(100) })).toBe('no-signature-of-this-scheme');
});

test.each([
  ['hex', Buffer.from('key').toString('hex'), 'valid'],
  ['hex', Buffer.from('key').toString('hex').toUpperCase(), 'valid'],
  ['hex', `${Buffer.from('key').toString('hex')}zz`, 'no-usable-secret'],
  ['hex', `${Buffer.from('key').toString('hex')}0`, 'no-usable-secret'],
  ['base64', 'a2V5', 'valid'],
  ['base64', 'whsec_a2V5', 'valid'],
  ['base64', 'a2V5 ', 'no-usable-secret'],
  ['base64', 'a2V5!', 'no-usable-secret'],
  ['base64', 'whsec_', 'no-usable-secret'],
] as const)('as %s the secret %j makes a webhook %s', async (key, secrets, verdict) => {
  const one: SignatureScheme = { ...scheme, key, keyPrefix: 'whsec_' };
  expect(await verdictOf(one, { body, secrets, headers: { 'x-signature': hmac(body, 'sha256', 'key') } })).toBe(
    verdict,
  );
});

test('base64 may lack its padding, which some senders leave away', async () => {
  const headers = { 'x-signature': hmac(body, 'sha256', 'keys') };
  expect(await verdictOf({ ...scheme, key: 'base64' }, { body, secrets: 'a2V5cw', headers })).toBe('valid');
  expect(await verdictOf({ ...scheme, key: 'base64' }, { body, secrets: 'a2V5cw=', headers })).toBe('no-usable-secret');
});

test('a secret for one use signs nothing of another', async () => {
  const headers = { 'x-signature': hmac(body) };
  const verifyToken = [{ value: 'secret', use: 'verify-token' }];
  expect(await verdictOf(scheme, { body, headers, secrets: verifyToken })).toBe('no-usable-secret');
  const primary: SignatureScheme = { ...scheme, secrets: { use: 'primary' } };
  expect(await verdictOf(primary, { body, headers })).toBe('no-usable-secret');
  expect(await verdictOf(primary, { body, headers, secrets: [{ value: 'secret', use: 'primary' }] })).toBe('valid');
});

test('a secret that looks like another scheme’s is none of this one', async () => {
  const headers = { 'x-signature': hmac(body) };
  expect(await verdictOf({ ...scheme, secrets: { startWith: 'sec' } }, { body, headers })).toBe('valid');
  expect(await verdictOf({ ...scheme, secrets: { startWith: 'wh' } }, { body, headers })).toBe('no-usable-secret');
  expect(await verdictOf({ ...scheme, secrets: { notStartWith: 'sec' } }, { body, headers })).toBe('no-usable-secret');
});
