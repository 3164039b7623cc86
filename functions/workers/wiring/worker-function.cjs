const { pascal, getArn } = require('./naming.cjs');

/** @import { WorkerRow } from './worker-row.cjs' */

/** The row's function with its queue as trigger. @param {WorkerRow} row */
module.exports.workerFunction = (row) => ({
  handler: `functions/workers/${row.name}/handler.handler`,
  description: `Worker ${row.name}: one result per event, under ${row.resultsPrefix}`,
  role: `${pascal(row.name)}Role`,
  memorySize: row.memoryMegabytes,
  timeout: row.timeoutSeconds,
  environment: { RESULTS_BUCKET: { Ref: 'ResultsBucket' }, RESULTS_PREFIX: row.resultsPrefix },
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
