// Whom alarms tell: a topic of its own, with an e-mail address where the stage has one.
const { readStageParts } = require('./stage-parts.cjs');

/** @import { Resolver, StageParts } from './stage-parts.cjs' */

/** @param {StageParts} parts */
const alertTopic = ({ prefix, alertEmail }) => ({
  AlertTopic: {
    Type: 'AWS::SNS::Topic',
    // Unencrypted unless the stage has a key of its own: SNS's lets no alarm publish, and alarms hold no secret.
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    Properties: { TopicName: `${prefix}-alerts` },
  },
  AlertTopicPolicy: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: { Topics: [{ Ref: 'AlertTopic' }], PolicyDocument: { Version: '2012-10-17', Statement: statements } },
  },
  ...(alertEmail !== '' && {
    AlertSubscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'AlertTopic' }, Protocol: 'email', Endpoint: alertEmail },
    },
  }),
});

const statements = [
  {
    Sid: 'OnlyTls',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sns:Publish',
    Resource: { Ref: 'AlertTopic' },
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  },
  {
    Sid: 'AlarmsOfThisAccountMayTell',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: { Ref: 'AlertTopic' },
    Condition: {
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      ArnLike: {
        'aws:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*' },
      },
    },
  },
];

module.exports.alertTopic = alertTopic;

/** For `resources:`. @param {Resolver} resolver */
module.exports.resources = async (resolver) => ({ Resources: alertTopic(await readStageParts(resolver)) });
