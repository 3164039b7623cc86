// What concerns every dead-letter queue at once, that of the deliveries and each row's.
const { pascal, getArn } = require('./naming.cjs');

/** @import { WorkerRow } from './worker-row.cjs' */

/** @param {readonly WorkerRow[]} rows */
const deadLetterQueueArns = (rows) =>
  ['Deliveries', ...rows.map(({ name }) => pascal(name))].map((id) => getArn(`${id}DeadLetterQueue`));

/** What makes the keeper read all of them. @param {readonly WorkerRow[]} rows */
const deadLetterQueueEvents = (rows) =>
  deadLetterQueueArns(rows).map((arn) => ({
    sqs: {
      arn,
      batchSize: 10,
      // A hundred records under way for each queue: enough for thousands a second, and no share of the account's Lambdas.
      maximumConcurrency: 10,
      functionResponseType: 'ReportBatchItemFailures',
    },
  }));

module.exports = { deadLetterQueueArns, deadLetterQueueEvents };
