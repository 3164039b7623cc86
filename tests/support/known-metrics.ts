import { METRICS } from '#shared/metrics/metric-names.ts';

/** The metrics of AWS that alarms and dashboard read, by namespace, each with the page that lists them. */
const OF_AWS: Readonly<Record<string, readonly string[]>> = {
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  'AWS/SQS': [
    'ApproximateAgeOfOldestMessage',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesVisible',
    'NumberOfMessagesDeleted',
    'NumberOfMessagesSent',
  ],
  // https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
  'AWS/SNS': [
    'NumberOfMessagesPublished',
    'NumberOfNotificationsDelivered',
    'NumberOfNotificationsFailed',
    'NumberOfNotificationsFailedToRedriveToDlq',
    'NumberOfNotificationsFilteredOut',
    'NumberOfNotificationsFilteredOut-InvalidAttributes',
    'NumberOfNotificationsFilteredOut-NoMessageAttributes',
    'NumberOfNotificationsRedrivenToDlq',
  ],
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  // and https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html
  'AWS/Lambda': [
    'ConcurrentExecutions',
    'Duration',
    'Errors',
    'Invocations',
    'Throttles',
    'Url4xxCount',
    'Url5xxCount',
    'UrlRequestCount',
    'UrlRequestLatency',
  ],
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
  'AWS/ApiGateway': ['4xx', '5xx', 'Count', 'Latency'],
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
  'AWS/DynamoDB': [
    'ConsumedReadCapacityUnits',
    'ConsumedWriteCapacityUnits',
    'ReadThrottleEvents',
    'WriteThrottleEvents',
  ],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
  'AWS/S3': ['BucketSizeBytes'],
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
  'AWS/Logs': ['IncomingBytes'],
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html
  'AWS/Usage': ['ResourceCount'],
};

/** Ours are kept under exactly these sets of dimensions, the stage aside. */
const OURS: Readonly<Record<string, { readonly dimensions: readonly (readonly string[])[] }>> = METRICS;

/** Whether anybody writes such a metric; of ours, with these dimensions. */
export function isKnownMetric(namespace: string, metric: string, dimensions: readonly string[]): boolean {
  if (namespace.startsWith('AWS/')) return OF_AWS[namespace]?.includes(metric) ?? false;
  const besides = dimensions.filter((name) => name !== 'stage').toSorted();
  return (
    dimensions.includes('stage') &&
    (OURS[metric]?.dimensions ?? []).some((kept) => kept.toSorted().join() === besides.join())
  );
}
