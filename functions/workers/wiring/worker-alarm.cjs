/** @import { WorkerRow } from './worker-row.cjs' */

/**
 * Goes off at the first dead letter, and says who is hurt and where to look.
 * @param {WorkerRow} row
 * @param {string} id
 * @param {string} queueName
 */
module.exports.workerAlarm = (row, id, queueName) => ({
  [`${id}DeadLetterAlarm`]: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `${queueName}-dead-letters`,
      AlarmDescription: `${row.impact} Look at the messages of ${queueName}-dead-letters and at the log of ${row.name}.`,
      Namespace: 'AWS/SQS',
      // Redrive does not count as a send: only what is visible tells of every dead letter.
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: `${queueName}-dead-letters` }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    },
  },
});
