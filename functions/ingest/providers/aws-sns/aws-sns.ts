import type { Provider } from '../provider.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html, without raw delivery. */
export const awsSns: Provider = {
  name: 'aws-sns',
  schemes: [
    {
      verify: async () => (await import('./verify-aws-sns.ts')).verifyAwsSns,
      signed: 'Message, MessageId, Subject, Timestamp, TopicArn and Type of the body, a line for each name and value',
    },
  ],
  // SNS says text/plain of its JSON; a topic's delivery policy may say application/json.
  contentTypes: ['text/plain', 'application/json'],
  // 256 KiB of text, of which JSON may spell every byte with six.
  bytesMax: 2 * 1024 * 1024,
  required: ['/MessageId', '/Type', '/TopicArn'],
  identity: { kind: 'signed', id: [['/MessageId']] },
  // Signed, as Subject is, but always there, and what a team makes one topic of is what a worker is for: it subscribes to
  // `Notification.arn:aws:sns:eu-central-1:123456789012:orders`, or with a `*` behind a shorter one to several. The kind in
  // front keeps the news that a subscription has ended from whoever waits for notifications.
  type: [['/Type', '/TopicArn']],
  headers: ['x-amz-sns-message-id', 'x-amz-sns-message-type', 'x-amz-sns-topic-arn', 'x-amz-sns-subscription-arn'],
  handshakes: [
    {
      name: 'subscription confirmation',
      method: 'POST',
      signed: true,
      when: { '/Type': 'SubscriptionConfirmation' },
      answer: { status: 200 },
      effect: { kind: 'confirm-subscription', from: '/SubscribeURL' },
    },
  ],
  resends: true,
};
