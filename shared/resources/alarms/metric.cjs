// The metrics that alarms and dashboard read, each by the thing that it is about.

/**
 * @typedef {{
 *   readonly namespace: string,
 *   readonly metric: string,
 *   readonly dimensions: Readonly<Record<string, unknown>>,
 *   readonly statistic: string,
 * }} Measured
 */

/** @import { StageParts } from '../stage-parts.cjs' */

/** @param {string} namespace @param {string} dimension */
const namespaceOf =
  (namespace, dimension) =>
  (/** @type {unknown} */ value, /** @type {string} */ metric, /** @type {string} */ statistic = 'Sum') => ({
    namespace,
    metric,
    dimensions: { [dimension]: value },
    statistic,
  });

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
const ofQueue = namespaceOf('AWS/SQS', 'QueueName');

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
const ofFunction = namespaceOf('AWS/Lambda', 'FunctionName');

/** https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
const ofTopic = namespaceOf('AWS/SNS', 'TopicName');

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
const ofTable = namespaceOf('AWS/DynamoDB', 'TableName');

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
const ofApi = (/** @type {string} */ metric, /** @type {string} */ statistic = 'Sum') =>
  namespaceOf('AWS/ApiGateway', 'ApiId')({ Ref: 'HttpApi' }, metric, statistic);

/**
 * What the edge says of itself, under the names that it has there.
 * @param {StageParts} parts
 */
function ofEdge({ edge, prefix }) {
  if (edge === 'http-api') {
    return { requests: ofApi('Count'), refused: ofApi('4xx'), errors: ofApi('5xx'), slowest: ofApi('Latency', 'p99') };
  }
  // https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html
  const ofIngest = (/** @type {string} */ metric) => ofFunction(`${prefix}-ingest`, metric);
  return {
    requests: ofIngest('UrlRequestCount'),
    refused: ofIngest('Url4xxCount'),
    errors: ofIngest('Url5xxCount'),
    // AWS names average and maximum alone for a URL's latency: a share of all answers only the function itself tells.
    slowest: ofFunction(`${prefix}-ingest`, 'Duration', 'p99'),
  };
}

/**
 * How long senders wait, each with the name of its line.
 * @param {StageParts} parts
 * @returns {readonly (readonly [measured: Measured, label: string])[]}
 */
const latenciesOfEdge = ({ edge, prefix }) =>
  edge === 'http-api'
    ? ['p50', 'p95', 'p99'].map((statistic) => [ofApi('Latency', statistic), statistic])
    : [
        [ofFunction(`${prefix}-ingest`, 'UrlRequestLatency', 'Average'), 'average'],
        [ofFunction(`${prefix}-ingest`, 'UrlRequestLatency', 'Maximum'), 'longest'],
      ];

/**
 * One of ours; what there is stands in shared/metrics/metric-names.ts.
 * @param {StageParts} parts
 * @param {string} metric
 * @param {Readonly<Record<string, string>>} [dimensions] besides the stage
 * @param {string} [statistic]
 * @returns {Measured}
 */
const ofOurs = ({ service, stage }, metric, dimensions = {}, statistic = 'Sum') => ({
  namespace: service,
  metric,
  dimensions: { stage, ...dimensions },
  statistic,
});

/** @param {string} id @param {Measured} measured @param {number} periodSeconds */
const metricQuery = (id, { namespace, metric, dimensions, statistic }, periodSeconds) => ({
  Id: id,
  MetricStat: {
    Metric: {
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: periodSeconds,
    Stat: statistic,
  },
  ReturnData: false,
});

module.exports = { latenciesOfEdge, metricQuery, ofEdge, ofFunction, ofOurs, ofQueue, ofTable, ofTopic };
