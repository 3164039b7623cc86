const { pascal, getArn } = require('./naming.cjs');
const { describeSeconds } = require('./retry-horizon.cjs');

/** @import { WorkerRow } from './worker-row.cjs' */

/**
 * The row's function with its queue as trigger.
 * @param {WorkerRow} row
 * @param {string} stage
 */
module.exports.workerFunction = (row, stage) => ({
  handler: `functions/workers/${row.name}/handler.handler`,
  description:
    `Worker ${row.name}: one result per event, under ${row.resultsPrefix}, ` +
    `in up to ${row.attempts} attempts within ${describeSeconds(row.horizonSeconds)}`,
  role: `${pascal(row.name)}Role`,
  memorySize: row.memoryMegabytes,
  timeout: row.timeoutSeconds,
  environment: environment(row, stage),
  events: [
    {
      sqs: {
        arn: getArn(`${pascal(row.name)}Queue`),
        batchSize: row.batchSize,
        maximumBatchingWindow: row.batchWindowSeconds,
        maximumConcurrency: row.maximumConcurrency,
        functionResponseType: 'ReportBatchItemFailures',
      },
    },
  ],
});

/**
 * @param {WorkerRow} row
 * @param {string} stage
 */
function environment(row, stage) {
  const id = pascal(row.name);
  return {
    STAGE: stage,
    QUEUE_URL: { Ref: `${id}Queue` },
    DEAD_LETTERS_QUEUE_URL: { Ref: `${id}DeadLetterQueue` },
    DEAD_LETTERS_TABLE: { Ref: 'DeadLettersTable' },
    ATTEMPTS_MAX: String(row.attempts),
    BACKOFF_CEILING_SECONDS: String(row.backoffCeilingSeconds),
    RETRY_HORIZON_SECONDS: String(row.horizonSeconds),
    RESULTS_BUCKET: { Ref: 'ResultsBucket' },
    RESULTS_PREFIX: row.resultsPrefix,
    RESULTS_PER: row.results,
    EVENTS_AT_ONCE: String(row.eventsAtOnce),
    ...(row.markers && { MARKERS_TABLE: { Ref: 'MarkersTable' } }),
    ...(row.configuration && { CONFIG_BUCKET: { Ref: 'ConfigBucket' } }),
  };
}
