const { getArn, localArn } = require('./naming.cjs');

/** @import { WorkerRow } from './worker-row.cjs' */

/** The longest SQS keeps a message, and we want all of it: a dead letter must outlive a holiday. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/** 6 × the keeper's time-out, as for every function behind a queue. */
const DEAD_LETTER_VISIBILITY_SECONDS = 180;

/**
 * What waits for the worker, and what it could not finish.
 * @param {WorkerRow} row
 * @param {string} id
 * @param {string} queueName
 */
module.exports.workerQueues = (row, id, queueName) => ({
  [`${id}Queue`]: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: queueName,
      VisibilityTimeout: row.visibilitySeconds,
      MessageRetentionPeriod: RETENTION_SECONDS,
      SqsManagedSseEnabled: true,
      RedrivePolicy: { deadLetterTargetArn: getArn(`${id}DeadLetterQueue`), maxReceiveCount: row.attempts },
    },
  },
  [`${id}DeadLetterQueue`]: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: `${queueName}-dead-letters`,
      VisibilityTimeout: DEAD_LETTER_VISIBILITY_SECONDS,
      MessageRetentionPeriod: RETENTION_SECONDS,
      SqsManagedSseEnabled: true,
      // By name: GetAtt in both directions would be a cycle.
      RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [localArn('sqs', queueName)] },
    },
  },
});
