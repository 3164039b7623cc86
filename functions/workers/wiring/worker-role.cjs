const { getArn, localArn } = require('./naming.cjs');

/** @import { WorkerRow } from './worker-row.cjs' */

/**
 * What the worker may do: take its events, read bodies too large for a message, store its results, write its log.
 * @param {WorkerRow} row
 * @param {string} id
 * @param {string} functionName
 */
module.exports.workerRole = (row, id, functionName) => ({
  [`${id}Role`]: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        {
          PolicyName: row.name,
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'WriteLogs',
                Effect: 'Allow',
                Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                Resource: localArn('logs', `log-group:/aws/lambda/${functionName}:*`),
              },
              {
                Sid: 'TakeEvents',
                Effect: 'Allow',
                Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
                Resource: getArn(`${id}Queue`),
              },
              {
                Sid: 'ReadLargeBodies',
                Effect: 'Allow',
                Action: 's3:GetObject',
                Resource: { 'Fn::Sub': '${ResultsBucket.Arn}/claim-checks/*' },
              },
              {
                Sid: 'StoreResults',
                Effect: 'Allow',
                Action: 's3:PutObject',
                Resource: { 'Fn::Sub': `\${ResultsBucket.Arn}/${row.resultsPrefix}*` },
              },
            ],
          },
        },
      ],
    },
  },
});
