// What is signed, when, and which of several schemes decides.
import { createHmac } from 'node:crypto';
import type { SignatureScheme, Timestamp } from '../../../../../functions/ingest/providers/provider.ts';
import type { VerifyOwn } from '../../../../../functions/ingest/signature/signature-verdict.ts';
import { verifySignature } from '../../../../../functions/ingest/signature/verify-signature.ts';
import { NOW } from '../../../../support/ingest-under-test.ts';
import { madeUpProvider } from '../../../../support/made-up-provider.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { verdictOf } from '../../../../support/verdict-of.ts';
import { verifyContext } from '../../../../support/verify-context.ts';

const scheme: SignatureScheme = {
  from: 'header:x-signature',
  algorithm: 'hmac-sha256',
  encoding: 'hex',
  key: 'text',
  signed: '{body}',
};
const hmac = (text: string) => createHmac('sha256', 'secret').update(text).digest('hex');
const signatureOf = (text: string) => ({ 'x-signature': hmac(text) });

describe('the URL', () => {
  const signedUrl: SignatureScheme = { ...scheme, signed: '{url}' };
  const url = 'https://abc.execute-api.eu-central-1.amazonaws.com/webhooks/made-up?tenant=a%20b&x';

  test('is the request’s own, or what was entered at the sender with the query that came', async () => {
    expect(await verdictOf(signedUrl, { url, headers: signatureOf(url) })).toBe('valid');
    const publicUrl = 'https://Hooks.example.com:443/in';
    const headers = signatureOf(`${publicUrl}?tenant=a%20b&x`);
    expect(await verdictOf(signedUrl, { url, headers, options: { publicUrl } })).toBe('valid');
    expect(await verdictOf(signedUrl, { url, headers, options: { publicUrl: `${publicUrl}?old=1#part` } })).toBe(
      'valid',
    );
    expect(await verdictOf(signedUrl, { url, headers })).toBe('wrong-signature');
  });

  test('decoded has the escapes undone that HubSpot undoes, and no others', async () => {
    const one: SignatureScheme = { ...scheme, signed: '{method}{url:decoded}{body}' };
    const escaped = 'https://hooks.example.com/in?a=%3a%2F%3F%40%21%24%27%28%29%2A%2C%3B&b=%20%25%26%zz';
    const headers = signatureOf("POSThttps://hooks.example.com/in?a=:/?@!$'()*,;&b=%20%25%26%zz{}");
    expect(await verdictOf(one, { url: escaped, body: '{}', headers })).toBe('valid');
  });
});

test('any of several texts may be the signed one, and one that is not complete is none', async () => {
  const one: SignatureScheme = { ...scheme, signed: ['{header:x-id}{body}', '{body}'] };
  expect(await verdictOf(one, { body: 'a', headers: signatureOf('a') })).toBe('valid');
  expect(await verdictOf(one, { body: 'a', headers: { 'x-id': '7', ...signatureOf('7a') } })).toBe('valid');
  expect(await verdictOf(one, { body: 'a', headers: { 'x-id': '7', ...signatureOf('7') } })).toBe('wrong-signature');
});

test('what is signed and missing is named by where it would stand', async () => {
  const inHeader: SignatureScheme = { ...scheme, signed: '{header:x-id}{body}' };
  expect(await verdictOf(inHeader, { headers: signatureOf('') })).toBe('incomplete-headers');
  const inBody: SignatureScheme = { ...scheme, signed: '{/token}' };
  for (const body of ['{}', 'no JSON', '', '{"token":{}}', '['.repeat(200)]) {
    // oxlint-disable-next-line no-await-in-loop -- five
    expect(await verdictOf(inBody, { body, headers: signatureOf('') })).toBe('incomplete-body');
  }
});

test('values of the body are looked up in JSON, a number as its digits, and in a form', async () => {
  const one: SignatureScheme = { ...scheme, from: '/signature', signed: '{/timestamp}{/token}' };
  const signature = hmac('17ab');
  expect(await verdictOf(one, { body: JSON.stringify({ timestamp: 17, token: 'ab', signature }) })).toBe('valid');
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(await verdictOf(one, { body: `token=ab&timestamp=17&signature=${signature}`, headers })).toBe('valid');
  expect(await verdictOf(one, { body: `token=b&timestamp=17&signature=${signature}`, headers })).toBe(
    'wrong-signature',
  );
});

const timed = (unit: Timestamp['unit']): SignatureScheme => ({
  ...scheme,
  signed: '{timestamp}.{body}',
  timestamp: { from: 'header:x-time', unit },
});

const verdictAt = (unit: Timestamp['unit'], time: string, toleranceSeconds: number | undefined = 60) =>
  verdictOf(timed(unit), {
    headers: { 'x-time': time, ...signatureOf(`${time}.`) },
    provider: toleranceSeconds > 0 ? { toleranceSeconds } : {},
  });

describe('a timestamp', () => {
  const ms = NOW * 1000;
  const iso = new Date(ms).toISOString();
  test.each([
    ['seconds', `${NOW - 60}`, 'valid'],
    ['seconds', `${NOW - 61}`, 'stale-timestamp'],
    ['seconds', `${NOW + 60}`, 'valid'],
    ['seconds', `${NOW + 61}`, 'future-timestamp'],
    ['seconds', `${NOW}abc`, 'malformed-timestamp'],
    ['seconds', `${NOW}.0`, 'malformed-timestamp'],
    ['seconds', ` ${NOW}`, 'malformed-timestamp'],
    ['seconds', `${ms}000`, 'malformed-timestamp'],
    ['milliseconds', `${ms - 60_000}`, 'valid'],
    ['milliseconds', `${ms - 60_001}`, 'stale-timestamp'],
    ['milliseconds', `${ms + 60_001}`, 'future-timestamp'],
    ['milliseconds', `${NOW}`, 'stale-timestamp'],
    ['iso8601', iso, 'valid'],
    ['iso8601', '2025-10-09T08:53:20Z', 'valid'],
    ['iso8601', '2025-10-09T10:53:20+02:00', 'valid'],
    ['iso8601', '2025-10-09T08:53:20+02:00', 'stale-timestamp'],
    ['iso8601', '2025-10-09T08:55:20Z', 'future-timestamp'],
    ['iso8601', '2025-10-09', 'malformed-timestamp'],
    ['iso8601', '2025-10-09 08:53:20Z', 'malformed-timestamp'],
    ['iso8601', '2025-10-09T08:53:20', 'malformed-timestamp'],
    ['iso8601', '2025-02-30T08:53:20Z', 'malformed-timestamp'],
    ['iso8601', '2025-10-09T24:00:00Z', 'malformed-timestamp'],
    ['iso8601', 'Thu, 09 Oct 2025 08:53:20 GMT', 'malformed-timestamp'],
  ] as const)('in %s, %s is %s', async (unit, time, expected) => {
    expect(await verdictAt(unit, time)).toBe(expected);
  });

  test('may be as old as the source says, whatever the provider says', async () => {
    const time = `${NOW - 100}`;
    const asked = { headers: { 'x-time': time, ...signatureOf(`${time}.`) }, provider: { toleranceSeconds: 60 } };
    expect(await verdictOf(timed('seconds'), { ...asked, options: { toleranceSeconds: 100 } })).toBe('valid');
    expect(await verdictOf(timed('seconds'), { ...asked, options: { toleranceSeconds: 99 } })).toBe('stale-timestamp');
  });

  test('has no age where nobody says how old it may be, but must be there', async () => {
    expect(await verdictAt('seconds', '1', 0)).toBe('valid');
    expect(await verdictOf(timed('seconds'), { headers: signatureOf('.') })).toBe('no-timestamp');
  });

  test('inside a signed body is looked at once the body is known to be the sender’s', async () => {
    const one: SignatureScheme = { ...scheme, timestamp: { from: '/at', unit: 'milliseconds' } };
    const asked = (body: string, signed = body) =>
      verdictOf(one, { body, headers: signatureOf(signed), provider: { toleranceSeconds: 60 } });
    expect(await asked(`{"at":${ms}}`)).toBe('valid');
    expect(await asked(`{"at":${ms - 60_001}}`)).toBe('stale-timestamp');
    expect(await asked(`{"at":${ms - 60_001}}`, 'other')).toBe('wrong-signature');
    expect(await asked('{}')).toBe('no-timestamp');
    expect(await asked('no JSON')).toBe('incomplete-body');
  });
});

describe('of several schemes', () => {
  const older: SignatureScheme = { ...scheme, from: 'header:x-old', signed: 'old{body}' };
  const headers = { 'x-old': hmac('old{}'), 'x-signature': hmac('{}') };

  test('the first whose signature is there decides alone, be it empty', async () => {
    expect(await verdictOf([scheme, older], { body: '{}', headers: { 'x-old': headers['x-old'] } })).toBe('valid');
    const tampered = { ...headers, 'x-signature': hmac('other') };
    expect(await verdictOf([scheme, older], { body: '{}', headers: tampered })).toBe('wrong-signature');
    expect(await verdictOf([scheme, older], { body: '{}', headers: { ...headers, 'x-signature': '' } })).toBe(
      'no-signature',
    );
  });

  test('one suffices where any may hold, and the reason is the most telling one', async () => {
    const provider = { anyScheme: true };
    const tampered = { ...headers, 'x-signature': hmac('other') };
    expect(await verdictOf([scheme, older], { body: '{}', headers: tampered, provider })).toBe('valid');
    const secrets = 'another';
    const listed: SignatureScheme = { ...scheme, prefix: 'v1,' };
    expect(await verdictOf([scheme, listed], { body: '{}', headers: tampered, provider, secrets })).toBe(
      'wrong-signature',
    );
    expect(await verdictOf([listed, scheme], { body: '{}', headers: tampered, provider, secrets })).toBe(
      'wrong-signature',
    );
  });

  test('one that says when it is meant is for no other requests, and for those even without a signature', async () => {
    const v2: SignatureScheme = { ...older, when: { 'header:x-version': 'v2' } };
    expect(await verdictOf([v2, scheme], { body: '{}', headers })).toBe('valid');
    const asV2 = { 'x-signature': headers['x-signature'], 'x-version': 'v2' };
    expect(await verdictOf([v2, scheme], { body: '{}', headers: asV2 })).toBe('no-signature');
  });

  test('what one requires must hold, too', async () => {
    const one: SignatureScheme = { ...scheme, requires: { 'header:x-algorithm': 'HmacSHA256' } };
    expect(await verdictOf(one, { body: '{}', headers: { ...headers, 'x-algorithm': 'HmacSHA256' } })).toBe('valid');
    expect(await verdictOf(one, { body: '{}', headers: { ...headers, 'x-algorithm': 'HmacSHA1' } })).toBe(
      'incomplete-headers',
    );
    expect(await verdictOf(one, { body: '{}', headers })).toBe('incomplete-headers');
  });
});

const verdictOfOwn = (verify: VerifyOwn) =>
  verifySignature(
    madeUpProvider({ schemes: [{ verify: async () => verify, signed: 'all of it' }] }),
    requestTo('made-up', {}),
    verifyContext({ secrets: [] }),
  );

test('a scheme of its own decides by its own code, whose errors are no verdict', async () => {
  expect(await verdictOfOwn(() => ({ valid: true }))).toEqual({ valid: true });
  await expect(verdictOfOwn(() => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
});
