// What the dashboard shows beside the flow: dead letters and who looks after them, and what the bill is made of.
const { ofFunction, ofOurs, ofQueue, ofTable, ofTopic } = require('../alarms/metric.cjs');
const { queueOwners } = require('../alarms/queue-alarms.cjs');
const { chart, heading, line } = require('./widgets.cjs');

/** @import { StageParts } from '../stage-parts.cjs' */
/** @import { Widget } from './widgets.cjs' */

const TABLES = ['dead-letters', 'markers'];

/** S3 tells what a bucket holds once a day: https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html */
const DAY_SECONDS = 24 * 60 * 60;

/** @param {StageParts} parts @returns {readonly (readonly Widget[])[]} */
function deadLetterRows(parts) {
  const owners = queueOwners(parts);
  return [
    [heading('## Dead letters')],
    [
      chart(
        'New ones',
        owners.map(({ worker }) => line(ofOurs(parts, 'DeadLetters', { worker }), worker)),
        { isStacked: true },
      ),
      chart(
        'Not yet recorded by the keeper',
        owners.map(({ queue, worker }) =>
          line(
            ofQueue(`${parts.prefix}-${queue}-dead-letters`, 'ApproximateNumberOfMessagesVisible', 'Maximum'),
            worker,
          ),
        ),
        { isStacked: true },
      ),
      chart(
        'Age of the oldest that is open',
        owners.map(({ worker }) => line(ofOurs(parts, 'OldestDeadLetterAge', { worker }, 'Maximum'), worker)),
        { left: 'seconds', periodSeconds: 300 },
      ),
      chart(
        'Errors of those who look after them',
        ['keeper', 'inspect', 'replay', 'probe', 'sweep', 'measure', 'erase']
          .filter((name) => parts.functions.some((known) => known.name === name))
          .map((name) => line(ofFunction(`${parts.prefix}-${name}`, 'Errors'), name)),
      ),
    ],
  ];
}

/** @param {StageParts} parts @returns {readonly (readonly Widget[])[]} */
function billRows({ prefix, functions, workers }) {
  const perFunction = (/** @type {string} */ metric, statistic = 'Sum') =>
    functions.map(({ name }) => line(ofFunction(`${prefix}-${name}`, metric, statistic), name));
  const perTable = (/** @type {string} */ metric, /** @type {string} */ label) =>
    TABLES.map((table) => line(ofTable(`${prefix}-${table}`, metric), `${table}: ${label}`));
  return [
    [heading('## What the bill is made of')],
    [
      chart('Invocations', perFunction('Invocations'), { isStacked: true, periodSeconds: 300 }),
      chart('Time of functions', perFunction('Duration'), { isStacked: true, left: 'ms', periodSeconds: 300 }),
      chart(
        'Logs',
        functions.map(({ name }) => line(ofLogGroup(`${prefix}-${name}`), name)),
        {
          isStacked: true,
          left: 'bytes',
          periodSeconds: 300,
        },
      ),
    ],
    [
      chart(
        'Messages',
        [
          line(ofTopic(`${prefix}-events`, 'NumberOfMessagesPublished'), 'events'),
          ...['deliveries', ...workers.map(({ name }) => name)].map((queue) =>
            line(ofQueue(`${prefix}-${queue}`, 'NumberOfMessagesSent'), queue),
          ),
        ],
        { isStacked: true, periodSeconds: 300 },
      ),
      chart(
        'Tables',
        [
          ...perTable('ConsumedWriteCapacityUnits', 'write units'),
          ...perTable('ConsumedReadCapacityUnits', 'read units'),
          ...perTable('ReadThrottleEvents', 'reads throttled'),
          ...perTable('WriteThrottleEvents', 'writes throttled'),
        ],
        { periodSeconds: 300 },
      ),
      chart('Results bucket', [line(bucketSize, 'kept')], { left: 'bytes', periodSeconds: DAY_SECONDS }),
      chart('Concurrency of the account', [line(accountConcurrency, 'at once')], { periodSeconds: 60 }),
    ],
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html @param {string} functionName */
const ofLogGroup = (functionName) => ({
  namespace: 'AWS/Logs',
  metric: 'IncomingBytes',
  dimensions: { LogGroupName: `/aws/lambda/${functionName}` },
  statistic: 'Sum',
});

const bucketSize = {
  namespace: 'AWS/S3',
  metric: 'BucketSizeBytes',
  dimensions: { BucketName: { Ref: 'ResultsBucket' }, StorageType: 'StandardStorage' },
  statistic: 'Average',
};

const accountConcurrency = {
  namespace: 'AWS/Lambda',
  metric: 'ConcurrentExecutions',
  dimensions: {},
  statistic: 'Maximum',
};

module.exports = { billRows, deadLetterRows };
