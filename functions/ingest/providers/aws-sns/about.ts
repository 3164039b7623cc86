import type { About } from '../about.ts';

export const about: About = {
  title: 'Amazon SNS',
  documentation: 'https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html',
  setUp: [
    'Add the ARN of the topic to `topicArns` of the source first: a subscription is confirmed only for topics that stand there.',
    'In the SNS console open the topic and choose Create subscription, protocol HTTPS, endpoint {url}.',
    'Leave "Enable raw message delivery" off: raw messages are not signed.',
    'The subscription is confirmed by itself within seconds; set the topic to SignatureVersion 2 to have SHA-256 in place of SHA-1.',
  ],
  secrets: [],
  options: {
    topicArns: {
      isRequired: true,
      what: 'The ARNs of the topics that may post here. Everybody can make SNS sign messages under a topic of their own.',
    },
    toleranceSeconds: {
      isRequired: false,
      what: 'How old a message may be. SNS repeats the same timestamp for up to an hour; left out, the age is not checked.',
    },
  },
  verified:
    'Message, MessageId, Subject, Timestamp, TopicArn and Type, by RSA with the certificate at SigningCertURL (https, sns.<region>.amazonaws.com).',
  notCovered: [
    'MessageAttributes and UnsubscribeURL of the body',
    'every header, x-amz-sns-message-type among them',
    "the certificate's issuer: SNS publishes its certificate alone, so the TLS of its host vouches for it",
  ],
  size: '256 KiB, as JSON up to 1.5 MiB. Beyond 2 MiB it is answered 413.',
  retries:
    'By default three, 20 s apart; a delivery policy of the topic allows up to an hour. A 4xx other than 429 is not repeated.',
  traps: [
    'The type is Notification.<topic ARN>; a topic whose name is so long that both have over 128 characters arrives as `other`.',
    'sns-validator 0.3.5 leaves Token out and so refuses UnsubscribeConfirmation; here it is an event of that type.',
    'The body is JSON under text/plain.',
  ],
  confidence: 'library',
};
