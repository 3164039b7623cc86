/**
 * Nobody reaches a queue without TLS, whatever else allows them: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
 * @param {unknown} queueArn
 */
const onlyTls = (queueArn) => ({
  Sid: 'OnlyTls',
  Effect: 'Deny',
  Principal: '*',
  Action: 'sqs:*',
  Resource: queueArn,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

module.exports = { onlyTls };
