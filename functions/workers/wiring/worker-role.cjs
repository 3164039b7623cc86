const { getArn, localArn } = require('./naming.cjs');

/** @import { WorkerRow } from './worker-row.cjs' */

/**
 * What the worker may do: take its events, say what becomes of those that failed, read bodies too large for a message,
 * store its results, write its log; and what its row asks for.
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
                Action: [
                  'sqs:ReceiveMessage',
                  'sqs:DeleteMessage',
                  'sqs:GetQueueAttributes',
                  'sqs:ChangeMessageVisibility',
                ],
                Resource: getArn(`${id}Queue`),
              },
              {
                Sid: 'SendDeadLetters',
                Effect: 'Allow',
                Action: 'sqs:SendMessage',
                Resource: getArn(`${id}DeadLetterQueue`),
              },
              {
                Sid: 'MarkDeadLettersDone',
                Effect: 'Allow',
                Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
                Resource: getArn('DeadLettersTable'),
                Condition: ownItems(row),
              },
              {
                Sid: 'ReadLargeBodies',
                Effect: 'Allow',
                Action: 's3:GetObject',
                Resource: { 'Fn::Sub': '${ResultsBucket.Arn}/claim-checks/*' },
              },
              {
                // Without it S3 calls a body that is gone forbidden: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
                Sid: 'SeeWhatIsMissing',
                Effect: 'Allow',
                Action: 's3:ListBucket',
                Resource: getArn('ResultsBucket'),
                Condition: absentBelow(['claim-checks/*']),
              },
              {
                Sid: 'StoreResults',
                Effect: 'Allow',
                // Results of a source with a retention of its own are tagged.
                Action: ['s3:PutObject', 's3:PutObjectTagging'],
                Resource: { 'Fn::Sub': `\${ResultsBucket.Arn}/${row.resultsPrefix}*` },
              },
              ...rereadRights(row),
              ...markerRights(row),
              ...configurationRights(row),
            ],
          },
        },
      ],
    },
  },
});

/** Items of a table whose id begins with the worker's name. @param {WorkerRow} row */
const ownItems = ({ name }) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${name}/*`] } });

/** IfExists: nobody says whether a read of a missing object names a prefix, and so it may do either. @param {string[]} keys */
const absentBelow = (keys) => ({ StringLikeIfExists: { 's3:prefix': keys } });

/** @param {WorkerRow} row */
function rereadRights(row) {
  if (!row.rereads) return [];
  return [
    {
      Sid: 'ReadWhatWasStored',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: { 'Fn::Sub': `\${ResultsBucket.Arn}/${row.resultsPrefix}*` },
    },
  ];
}

/** @param {WorkerRow} row */
function markerRights(row) {
  if (!row.markers) return [];
  return [
    {
      Sid: 'KeepMarkers',
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
      Resource: getArn('MarkersTable'),
      Condition: ownItems(row),
    },
  ];
}

/** @param {WorkerRow} row */
function configurationRights({ configuration = [] }) {
  if (configuration.length === 0) return [];
  return [
    {
      Sid: 'ReadConfiguration',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: configuration.map((name) => ({ 'Fn::Sub': `\${ConfigBucket.Arn}/config/${name}.json` })),
    },
    {
      // Without it S3 calls a missing object forbidden: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
      Sid: 'SeeWhatIsConfigured',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: getArn('ConfigBucket'),
      Condition: absentBelow(['config/*']),
    },
  ];
}
