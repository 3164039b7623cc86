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
      AlarmDescription: `${row.impact} Look at the dead letters of ${row.name} (${queueName}-dead-letters) and at its log.`,
      // The keeper empties the queue at once: a dead letter is one that waits there or one that was taken from there.
      // Redrive does not count as a send, so that metric misses those of a crash.
      Metrics: [
        metric('visible', 'ApproximateNumberOfMessagesVisible', 'Maximum', queueName),
        metric('deleted', 'NumberOfMessagesDeleted', 'Sum', queueName),
        { Id: 'arrived', Expression: 'FILL(visible, 0) + FILL(deleted, 0)', Label: 'dead letters', ReturnData: true },
      ],
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    },
  },
});

/**
 * @param {string} metricId
 * @param {string} name
 * @param {'Maximum' | 'Sum'} statistic
 * @param {string} queueName
 */
const metric = (metricId, name, statistic, queueName) => ({
  Id: metricId,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/SQS',
      MetricName: name,
      Dimensions: [{ Name: 'QueueName', Value: `${queueName}-dead-letters` }],
    },
    Period: 60,
    Stat: statistic,
  },
  ReturnData: false,
});
