import { createHmac, hash } from 'node:crypto';
import type { SourceOptions } from '#shared/messages/source.ts';
import { verifyTwilio } from '../../../../../functions/ingest/providers/twilio/verify-twilio.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { verifyContext } from '../../../../support/verify-context.ts';

const SECRET = '12345';
const URL_WITH_QUERY = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
const JSON_TYPE = { 'content-type': 'application/json' };
const signatureOf = (text: string) => createHmac('sha1', SECRET).update(text).digest('base64');

interface Posted {
  readonly body: string;
  /** What Twilio signed. */
  readonly signed: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly options?: SourceOptions;
}

function verdictOn({ body, signed, url = URL_WITH_QUERY, headers = FORM, options = {} }: Posted): string {
  const signature = { 'x-twilio-signature': signatureOf(signed) };
  const request = requestTo('twilio', { url, headers: { ...headers, ...signature }, body: Buffer.from(body) });
  const verdict = verifyTwilio(request, verifyContext({ secrets: SECRET, options }));
  if (verdict instanceof Promise) throw new Error('Nothing here has to be waited for');
  return verdict.valid ? 'valid' : verdict.reason;
}

test.each([
  ['by name, capitals first', 'b=2&a=1&B=3', 'B3a1b2'],
  ['with their escapes undone', 'Body=Zo%C3%AB+%F0%9F%9A%80+a%2Bb%26c%3Dd', 'BodyZoë 🚀 a+b&c=d'],
  ['a repeated name with each value once, in order', 'To=b&To=a&To=b', 'ToaTob'],
  ['an empty value', 'a=&b=1', 'ab1'],
  ['a name like that of a prototype', '__proto__=1&constructor=2', '__proto__1constructor2'],
  ['an escape that is none', 'a=%zz', 'a%zz'],
])('the fields of a form are signed %s', (_, body, fields) => {
  expect(verdictOn({ body, signed: URL_WITH_QUERY + fields })).toBe('valid');
});

test.each([
  ['as it is', URL_WITH_QUERY, URL_WITH_QUERY],
  ['with the port of https', URL_WITH_QUERY, 'https://mycompany.com:443/myapp.php?foo=1&bar=2'],
  ['without a port that was entered', 'https://mycompany.com:8443/a', 'https://mycompany.com/a'],
  ['with the port of http', 'http://mycompany.com/a', 'http://mycompany.com:80/a'],
  ['with a user and a port', 'https://user:1@mycompany.com/a', 'https://user:1@mycompany.com:443/a'],
  ['with the escapes of a URL parser', "https://mycompany.com/a?name=O'Neil", 'https://mycompany.com/a?name=O%27Neil'],
  ['with the escapes of an old library', 'https://mycompany.com/a?t=1:2', 'https://mycompany.com/a?t=1%3A2'],
])('the URL is signed %s', (_, url, signed) => {
  expect(verdictOn({ url, body: 'a=1', signed: `${signed}a1` })).toBe('valid');
});

test('the URL is the one that was entered at Twilio, with the query that came', () => {
  const options = { publicUrl: 'https://hooks.example.com/twilio' };
  expect(verdictOn({ body: 'a=1', signed: 'https://hooks.example.com/twilio?foo=1&bar=2a1', options })).toBe('valid');
  expect(verdictOn({ body: 'a=1', signed: `${URL_WITH_QUERY}a1`, options })).toBe('wrong-signature');
});

test.each([
  ['another field', 'a=1&b=2', 'a1'],
  ['another value', 'a=2', 'a1'],
  ['a field without a name', 'a=1&=', 'a1'],
  ['a value without a name', 'a=1&=b', 'ba1'],
  ['bytes and no field at all', '&&&', ''],
])('a form with %s is refused', (_, body, fields) => {
  expect(verdictOn({ body, signed: URL_WITH_QUERY + fields })).not.toBe('valid');
});

describe('JSON', () => {
  const body = '{"status":"ok"}';
  const url = `https://mycompany.com/a?bodySHA256=${hash('sha256', body, 'hex')}`;

  test('is signed by a URL that names its hash', () => {
    expect(verdictOn({ url, body, signed: url, headers: JSON_TYPE })).toBe('valid');
    expect(verdictOn({ url, body: `${body} `, signed: url, headers: JSON_TYPE })).toBe('wrong-signature');
  });

  test('is not signed by a URL that does not', () => {
    expect(verdictOn({ body, signed: URL_WITH_QUERY, headers: JSON_TYPE })).toBe('no-signature');
  });

  test('cannot be replaced by a form under the same URL', () => {
    expect(verdictOn({ url, body: '', signed: url })).toBe('wrong-signature');
  });
});

test('without a signature, or a secret that counts, it is refused', () => {
  const request = requestTo('twilio', { headers: FORM, body: Buffer.from('a=1') });
  expect(verifyTwilio(request, verifyContext({ secrets: SECRET }))).toEqual({ valid: false, reason: 'no-signature' });
  const signed = { ...request, headers: { ...FORM, 'x-twilio-signature': 'x' } };
  for (const secrets of [[], [{ value: SECRET, use: 'console-login' }]]) {
    expect(verifyTwilio(signed, verifyContext({ secrets }))).toEqual({ valid: false, reason: 'no-usable-secret' });
  }
});

test('as many fields as fit into a body take no longer than a body of one', () => {
  const many = 'a=1&'.repeat(1_000_000);
  const startedAt = performance.now();
  expect(verdictOn({ body: many, signed: URL_WITH_QUERY })).toBe('incomplete-body');
  expect(verdictOn({ body: `a=${'1'.repeat(4_000_000)}`, signed: URL_WITH_QUERY })).toBe('wrong-signature');
  expect(verdictOn({ body: many.slice(0, 4 * 999), signed: URL_WITH_QUERY })).toBe('wrong-signature');
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test('a URL as long as it likes is only compared', () => {
  const url = `https://mycompany.com/${'a:1'.repeat(100_000)}?${'a=1&'.repeat(100_000)}`;
  const startedAt = performance.now();
  expect(verdictOn({ url, body: 'a=1', signed: `${url}a1` })).toBe('wrong-signature');
  expect(performance.now() - startedAt).toBeLessThan(1000);
});
