import { sign } from 'node:crypto';
import type { SourceOptions } from '#shared/messages/source.ts';
import { verifyAwsSns } from '../../../../../functions/ingest/providers/aws-sns/verify-aws-sns.ts';
import { RejectedWebhook } from '#shared/errors.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { testCertificate } from '../../../../support/test-certificate.ts';
import { verifyContext } from '../../../../support/verify-context.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:orders';
const CERTIFICATE = testCertificate({ name: 'sns.amazonaws.com' });
const notification = {
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: TOPIC,
  Subject: 'Zoë',
  Message: 'Hello 🚀\nline two',
  Timestamp: '2025-10-09T08:53:20.000Z',
  SignatureVersion: '2',
  SigningCertURL: 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-test.pem',
};
const confirmation = {
  ...notification,
  Subject: undefined,
  Token: '2336412f37f',
  SubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37f',
};
const of = (TopicArn: string, behind: string) => ({
  ...notification,
  TopicArn,
  SigningCertURL: `https://sns.${behind}/SimpleNotificationService-0123456789abcdef.pem`,
});
type Body = Readonly<Record<string, unknown>>;

const FIELDS: Readonly<Record<string, string>> = {
  Notification: 'Message MessageId Subject Timestamp TopicArn Type',
  SubscriptionConfirmation: 'Message MessageId SubscribeURL Timestamp Token TopicArn Type',
  UnsubscribeConfirmation: 'Message MessageId SubscribeURL Timestamp Token TopicArn Type',
};

/** With the signature that SNS would put into it. */
function signed(body: Body): Body {
  const names = FIELDS[String(body['Type'])]!.split(' ').filter((name) => typeof body[name] === 'string');
  const text = names.map((name) => `${name}\n${String(body[name])}\n`).join('');
  const hash = body['SignatureVersion'] === '1' ? 'sha1' : 'sha256';
  return { ...body, Signature: sign(hash, Buffer.from(text), CERTIFICATE.privateKey).toString('base64') };
}

interface Post {
  readonly headers?: Readonly<Record<string, string>>;
  readonly options?: SourceOptions;
  readonly certificatePem?: string;
}

async function verdictOn(body: Body | string, { headers = {}, options, certificatePem = CERTIFICATE.pem }: Post = {}) {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const request = requestTo('sns', { headers, body: bytes });
  const context = verifyContext({ secrets: [], options: options ?? { topicArns: [TOPIC] }, certificatePem });
  const verdict = await verifyAwsSns(request, context);
  return verdict.valid ? 'valid' : verdict.reason;
}

test.each([
  ['a notification', notification],
  ['one without a subject', { ...notification, Subject: undefined }],
  ['one whose subject is null', { ...notification, Subject: null }],
  ['one of version 1', { ...notification, SignatureVersion: '1' }],
  ['a confirmation', { ...confirmation, Type: 'SubscriptionConfirmation' }],
  ['the end of a subscription', { ...confirmation, Type: 'UnsubscribeConfirmation' }],
  ['one of China', of('arn:aws-cn:sns:cn-north-1:123456789012:orders', 'cn-north-1.amazonaws.com.cn')],
  ['one of the government', of('arn:aws-us-gov:sns:us-gov-west-1:123456789012:orders', 'us-gov-west-1.amazonaws.com')],
])('%s that SNS signed is valid', async (_, body) => {
  expect(await verdictOn(signed(body), { options: { topicArns: [body.TopicArn] } })).toBe('valid');
});

test.each(['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn'])('a changed %s is refused', async (name) => {
  const other = 'arn:aws:sns:eu-central-1:123456789012:other';
  const changed = { ...signed(notification), [name]: other };
  const options = { topicArns: [TOPIC, other] };
  expect(await verdictOn(changed, { options })).toBe('wrong-signature');
});

test.each(['Token', 'SubscribeURL'])('a confirmation with another %s is refused', async (name) => {
  const body = signed({ ...confirmation, Type: 'SubscriptionConfirmation' });
  expect(await verdictOn({ ...body, [name]: 'https://evil.example' })).toBe('wrong-signature');
});

test('a subject that was taken away or added is refused', async () => {
  expect(await verdictOn({ ...signed(notification), Subject: undefined })).toBe('wrong-signature');
  const without = signed({ ...notification, Subject: undefined });
  expect(await verdictOn({ ...without, Subject: '' })).toBe('wrong-signature');
});

test('a message that holds the lines of other fields cannot be cut into them', async () => {
  const Message = 'Hello\nMessageId\nanother\nSubject\nforged';
  const genuine = signed({ ...notification, Subject: undefined, Message });
  expect(await verdictOn(genuine)).toBe('valid');
  const { MessageId } = notification;
  const cut = { ...genuine, Message: 'Hello', MessageId: 'another', Subject: `forged\nMessageId\n${MessageId}` };
  expect(await verdictOn(cut)).toBe('incomplete-body');
});

const FILE = 'SimpleNotificationService-test.pem';
test.each([
  `https://sns.eu-central-1.amazonaws.com.evil.example/${FILE}`,
  `https://sns-eu-central-1.amazonaws.com/${FILE}`,
  `https://bucket.s3.amazonaws.com/${FILE}`,
  `https://sns.a.b.amazonaws.com/${FILE}`,
  `https://evil.sns.eu-central-1.amazonaws.com/${FILE}`,
  // A bucket called sns is at these, and anybody's file in it.
  `https://sns.s3-us-west-2.amazonaws.com/${FILE}`,
  `https://sns.s3-accelerate.amazonaws.com/${FILE}`,
  `https://sns.s3-fips.amazonaws.com/${FILE}`,
  `https://sns.s3.amazonaws.com/${FILE}`,
  // SNS, but of another Region than the topic.
  `https://sns.us-east-1.amazonaws.com/${FILE}`,
  `https://sns.eu-central-1.amazonaws.com.cn/${FILE}`,
  `https://sns.eu-central-1.amazonaws.com/${FILE}?x=.pem`,
  `https://sns.eu-central-1.amazonaws.com/folder/${FILE}`,
  'https://sns.eu-central-1.amazonaws.com/a.pem',
  'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-test.crt',
  undefined,
])('a certificate at %s is refused', async (SigningCertURL) => {
  expect(await verdictOn(signed({ ...notification, SigningCertURL }))).toBe('certificate-host');
});

test('a topic that names no Region has no certificate', async () => {
  const options = { topicArns: ['x'] };
  expect(await verdictOn(signed({ ...notification, TopicArn: 'x' }), { options })).toBe('certificate-host');
});

test.each(['sns.amazonaws.com.evil.example', 'evil.amazonaws.com', 'notsns.amazonaws.com'])(
  'a certificate made out to %s is refused',
  async (name) => {
    const { pem } = testCertificate({ name });
    expect(await verdictOn(signed(notification), { certificatePem: pem })).toBe('certificate-refused');
  },
);

test('only topics of the source may post, and none where it names none', async () => {
  expect(await verdictOn(signed(notification), { options: {} })).toBe('topic-not-allowed');
  expect(await verdictOn(signed(notification), { options: { topicArns: [`${TOPIC}2`] } })).toBe('topic-not-allowed');
});

test('raw delivery, which is not signed, is refused even with a signature in it', async () => {
  expect(await verdictOn(signed(notification), { headers: { 'x-amz-sns-rawdelivery': 'true' } })).toBe('no-signature');
});

test.each([
  ['not JSON', '{', 'incomplete-body'],
  ['an array', '[]', 'no-signature'],
  ['nothing', '', 'incomplete-body'],
  ['no signature', notification, 'no-signature'],
  ['another version', { ...signed(notification), SignatureVersion: '3' }, 'no-signature-of-this-scheme'],
  ['another type', { ...signed(notification), Type: '__proto__' }, 'incomplete-body'],
  ['no message', { ...signed(notification), Message: undefined }, 'incomplete-body'],
  ['a message that is no text', { ...signed(notification), Message: { toString: 'x' } }, 'incomplete-body'],
  [
    'another spelling of its signature',
    { ...signed(notification), Signature: `${String(signed(notification)['Signature'])} ` },
    'wrong-signature',
  ],
])('a body that has %s is refused', async (_, body, reason) => {
  expect(await verdictOn(body)).toBe(reason);
});

test('an age is checked where the source says how old a message may be', async () => {
  const options = { topicArns: [TOPIC], toleranceSeconds: 60 };
  expect(await verdictOn(signed(notification), { options })).toBe('valid');
  expect(await verdictOn(signed({ ...notification, Timestamp: '2025-10-09T08:52:19.000Z' }), { options })).toBe(
    'stale-timestamp',
  );
});

test('a certificate that cannot be had now is not the sender’s fault', async () => {
  const context = {
    ...verifyContext({ secrets: [], options: { topicArns: [TOPIC] } }),
    certificates: { find: () => Promise.reject(new RejectedWebhook(503, 'no-certificate', 'Try again.')) },
  };
  const request = requestTo('sns', { body: Buffer.from(JSON.stringify(signed(notification))) });
  await expect(verifyAwsSns(request, context)).rejects.toMatchObject({ status: 503 });
});
