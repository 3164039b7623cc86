import { sign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { SourceOptions } from '#shared/messages/source.ts';
import { paypal } from '../../../../../functions/ingest/providers/paypal/paypal.ts';
import { verifyPaypal } from '../../../../../functions/ingest/providers/paypal/verify-paypal.ts';
import { verifySignature } from '../../../../../functions/ingest/signature/verify-signature.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { testCertificate } from '../../../../support/test-certificate.ts';
import { verifyContext } from '../../../../support/verify-context.ts';

const WEBHOOK_ID = '1JE4291016473214C';
const CERTIFICATE = testCertificate({ name: 'messageverificationcerts.paypal.com' });
const BODY = Buffer.from('{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED"}');

type Headers = Readonly<Record<string, string | undefined>>;

function signedHeaders(changed: Headers = {}): Headers {
  const headers = {
    'paypal-transmission-id': '69cd13f0-d67a-11e5-baa3-778b53f4ae55',
    'paypal-transmission-time': '2025-10-09T08:53:20Z',
    'paypal-auth-algo': 'SHA256withRSA',
    'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-test',
    ...changed,
  };
  const [id, time] = [headers['paypal-transmission-id'], headers['paypal-transmission-time']];
  const signature = sign('sha256', Buffer.from(`${id}|${time}|${WEBHOOK_ID}|${crc32(BODY)}`), CERTIFICATE.privateKey);
  return { ...headers, 'paypal-transmission-sig': signature.toString('base64') };
}

interface Post {
  readonly options?: SourceOptions;
  readonly certificatePem?: string;
  readonly body?: Buffer;
}

async function verdictOn(headers: Headers, { options, certificatePem = CERTIFICATE.pem, body = BODY }: Post = {}) {
  const context = verifyContext({ secrets: [], options: options ?? { webhookId: WEBHOOK_ID }, certificatePem });
  const verdict = await verifyPaypal({ ...requestTo('paypal', { body }), headers }, context);
  return verdict.valid ? 'valid' : verdict.reason;
}

test('a webhook that PayPal signed is valid, also from its sandbox', async () => {
  expect(await verdictOn(signedHeaders())).toBe('valid');
  const { pem, privateKey } = testCertificate({ name: 'messageverificationcerts.sandbox.paypal.com' });
  expect(privateKey).toBe(CERTIFICATE.privateKey);
  const headers = signedHeaders({ 'paypal-cert-url': 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1' });
  expect(await verdictOn(headers, { certificatePem: pem })).toBe('valid');
});

test('another body, id, time or webhook is refused', async () => {
  const headers = signedHeaders();
  expect(await verdictOn(headers, { body: Buffer.from(`${BODY.toString()} `) })).toBe('wrong-signature');
  expect(await verdictOn({ ...headers, 'paypal-transmission-id': 'x' })).toBe('wrong-signature');
  expect(await verdictOn({ ...headers, 'paypal-transmission-time': '2025-10-09T08:53:21Z' })).toBe('wrong-signature');
  expect(await verdictOn(headers, { options: { webhookId: '2' } })).toBe('wrong-signature');
});

test('a source without the id of its webhook accepts nothing', async () => {
  expect(await verdictOn(signedHeaders(), { options: {} })).toBe('no-option');
});

test.each([
  ['paypal-transmission-sig', undefined, 'no-signature'],
  ['paypal-auth-algo', undefined, 'no-signature-of-this-scheme'],
  ['paypal-auth-algo', 'SHA1withRSA', 'no-signature-of-this-scheme'],
  ['paypal-cert-url', undefined, 'incomplete-headers'],
  ['paypal-transmission-id', undefined, 'incomplete-headers'],
  ['paypal-transmission-id', 'a|b', 'incomplete-headers'],
  ['paypal-transmission-time', '', 'incomplete-headers'],
  ['paypal-cert-url', 'https://evilpaypal.com/CERT-1', 'certificate-host'],
  ['paypal-cert-url', 'https://paypal.com.evil.example/CERT-1', 'certificate-host'],
  ['paypal-cert-url', 'https://api.paypal.com@evil.example/CERT-1', 'certificate-host'],
  ['paypal-cert-url', 'http://api.paypal.com/CERT-1', 'certificate-host'],
])('%s: %s is refused', async (name, value, reason) => {
  expect(await verdictOn({ ...signedHeaders(), [name]: value })).toBe(reason);
});

test('a certificate of another name at PayPal is refused', async () => {
  const { pem } = testCertificate({ name: 'www.paypal.com' });
  expect(await verdictOn(signedHeaders(), { certificatePem: pem })).toBe('certificate-refused');
});

test('an age is checked where the source says how old a transmission may be', async () => {
  const options = { webhookId: WEBHOOK_ID, toleranceSeconds: 60 };
  expect(await verdictOn(signedHeaders(), { options })).toBe('valid');
  const stale = signedHeaders({ 'paypal-transmission-time': '2025-10-09T08:52:19Z' });
  expect(await verdictOn(stale, { options })).toBe('stale-timestamp');
});

test.each([
  ['2025-10-06T08:53:20Z', {}, 'valid'],
  ['2025-10-05T08:53:19Z', {}, 'stale-timestamp'],
  ['2025-10-05T08:53:19Z', { toleranceSeconds: 604_800 }, 'valid'],
])(
  'a transmission of %s is taken as long as PayPal repeats one, unless a source of %j says otherwise',
  async (time, own, expected) => {
    const request = {
      ...requestTo('paypal', { body: BODY }),
      headers: signedHeaders({ 'paypal-transmission-time': time }),
    };
    const options = { webhookId: WEBHOOK_ID, ...own };
    const context = verifyContext({ secrets: [], options, certificatePem: CERTIFICATE.pem });
    const verdict = await verifySignature(paypal, request, context);
    expect(verdict.valid ? 'valid' : verdict.reason).toBe(expected);
  },
);
