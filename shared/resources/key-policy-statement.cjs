const { pascal } = require('./pascal.cjs');

/**
 * @typedef {object} Stack
 * @property {string} account
 * @property {string} region
 * @property {string} service
 * @property {string} stage
 * @property {string} [partition]
 */

/**
 * What the policy of a customer-managed key has to allow beside the account itself, whose roles the template allows what they
 * need: three services of AWS that use the key in nobody's name. Without the first, SNS delivers no event to any queue and
 * does not try again; without the second, an alarm that goes off reaches nobody; without the third, no log group is made.
 * SNS: https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html
 * CloudWatch: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * Logs: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * @param {Stack} stack
 */
function keyPolicyStatements({ account, region, service, stage, partition = 'aws' }) {
  const arn = (/** @type {string} */ of, /** @type {string} */ name) =>
    `arn:${partition}:${of}:${region}:${account}:${name}`;
  const name = `${service}-${stage}`;
  return [
    {
      Sid: `EventsOf${pascal(stage)}ReachQueues`,
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': arn('sns', `${name}-*`) },
      },
    },
    {
      Sid: `AlarmsOf${pascal(stage)}ReachPeople`,
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': arn('cloudwatch', `alarm:${name}-*`) },
      },
    },
    {
      Sid: `LogsOf${pascal(stage)}`,
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      // The actions of AWS's own example: the service asks for all of them when a group is given a key.
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      Resource: '*',
      Condition: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': [
            arn('logs', `log-group:/aws/lambda/${name}-*`),
            arn('logs', `log-group:/aws/http-api/${name}`),
          ],
        },
      },
    },
  ];
}

module.exports = { keyPolicyStatements };
