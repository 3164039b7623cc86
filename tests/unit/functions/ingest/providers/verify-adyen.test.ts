import { adyen } from '../../../../../functions/ingest/providers/adyen/adyen.ts';
import { signAdyen } from '../../../../../functions/ingest/providers/adyen/sign-adyen.ts';
import { verifySignature } from '../../../../../functions/ingest/signature/verify-signature.ts';
import type { VerifyContext } from '../../../../../functions/ingest/signature/signature-verdict.ts';
import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { verifyContext } from '../../../../support/verify-context.ts';

const KEY = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056';
const item = (changed: Readonly<Record<string, unknown>> = {}) => ({
  additionalData: {},
  amount: { currency: 'EUR', value: 1130 },
  eventCode: 'AUTHORISATION',
  eventDate: '2025-10-09T08:53:20+02:00',
  merchantAccountCode: 'TestMerchant',
  merchantReference: 'order:1',
  pspReference: '7914073381342284',
  success: 'true',
  ...changed,
});
const bodyOf = (...items: readonly unknown[]) =>
  Buffer.from(
    JSON.stringify({ live: 'false', notificationItems: items.map((one) => ({ NotificationRequestItem: one })) }),
  );
const signedBody = (...items: readonly unknown[]) => signAdyen(KEY, { headers: {}, body: bodyOf(...items) })!.body;
const json = { 'content-type': 'application/json' };

async function verdictOn(
  body: Buffer,
  headers: Readonly<Record<string, string>> = json,
  secrets: VerifyContext['secrets'] | string = KEY,
) {
  const request = requestTo('adyen', { headers, body });
  const verdict = await verifySignature(adyen, request, verifyContext({ secrets }));
  return verdict.valid ? 'valid' : verdict.reason;
}
/** A signed body with one text of it changed. */
const changed = (from: string, to: string, body = signedBody(item())) => Buffer.from(body.toString().replace(from, to));

test.each([
  ['one item', [item()]],
  ['several', [item(), item({ pspReference: '2' }), item({ eventCode: 'REFUND', originalReference: '3' })]],
  ['a field that is null', [item({ originalReference: null })]],
  ['a success that is no text', [item({ success: true })]],
  ['colons and backslashes in the merchant’s reference', [item({ merchantReference: 'a:b\\:c' })]],
  ['a negative amount', [item({ amount: { currency: 'EUR', value: -1 } })]],
])('%s that Adyen signed is valid', async (_, items) => {
  expect(await verdictOn(signedBody(...items))).toBe('valid');
});

test.each(['7914073381342284', 'TestMerchant', 'order:1', '1130', 'EUR', 'AUTHORISATION', '"true"'])(
  'an item whose %s was changed is refused',
  async (text) => {
    expect(await verdictOn(changed(text, text.replace(/\w/, '7').replace('7914', '8914')))).toBe('wrong-signature');
  },
);

test('a reference cannot be passed off as the fields behind it', async () => {
  const merchantReference = 'order:9999:EUR:AUTHORISATION:true';
  const genuine = signedBody(item({ merchantReference, success: 'false' }));
  expect(await verdictOn(genuine)).toBe('valid');
  const cut = genuine
    .toString()
    .replace(merchantReference, 'order')
    .replace('"value":1130', '"value":9999')
    .replace('"false"}', '"true:1130:EUR:AUTHORISATION:false"}');
  expect(await verdictOn(Buffer.from(cut))).toBe('incomplete-body');
});

test('each item must hold, and there must be one', async () => {
  const [first] = JSON.parse(signedBody(item()).toString()).notificationItems as [unknown];
  const among = (other: unknown) => Buffer.from(JSON.stringify({ notificationItems: [first, other] }));
  expect(await verdictOn(among(first))).toBe('valid');
  expect(await verdictOn(among({ NotificationRequestItem: item() }))).toBe('no-signature');
  expect(await verdictOn(among({}))).toBe('no-signature');
  expect(await verdictOn(among(null))).toBe('no-signature');
  expect(await verdictOn(bodyOf())).toBe('incomplete-body');
  expect(await verdictOn(Buffer.from('{"notificationItems":{}}'))).toBe('incomplete-body');
  expect(await verdictOn(Buffer.from('nonsense'))).toBe('incomplete-body');
});

test('an amount that is no whole number names no amount', async () => {
  expect(await verdictOn(changed('1130', '1130.5'))).toBe('incomplete-body');
  expect(await verdictOn(changed('1130', '9007199254740993'))).toBe('incomplete-body');
});

test('a signature in the header decides alone', async () => {
  expect(await verdictOn(signedBody(item()), { ...json, hmacsignature: 'x' })).toBe('wrong-signature');
});

test('a secret that is no hexadecimal key is none', async () => {
  expect(await verdictOn(signedBody(item()), json, 'not hexadecimal')).toBe('no-usable-secret');
});

test('items become events of their own, the same when they are regrouped, and are answered with [accepted]', async () => {
  const ingest = ingestUnderTest({ sources: { adyen: { provider: 'adyen', secrets: [KEY] } } });
  const one = item();
  const other = item({ pspReference: '2' });
  const post = (...items: readonly unknown[]) =>
    ingest.post(requestTo('adyen', { headers: json, body: signedBody(...items) }));
  expect(await post(one, other)).toMatchObject({ status: 200, body: '[accepted]' });
  await post(other, one);
  await post(other);
  const [first, second, third] = ingest.queued().map(({ events }) => events.map(({ id }) => id));
  expect(first).toHaveLength(2);
  expect(second).toEqual(first?.toReversed());
  expect(third).toEqual(first?.slice(1));
});

test('a secret for another use signs no payment', async () => {
  const secrets = [{ value: KEY, use: 'basic-auth' }];
  expect(await verdictOn(signedBody(item()), json, secrets)).toBe('no-usable-secret');
});
