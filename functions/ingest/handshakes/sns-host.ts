/** `us-east-1`, `us-gov-west-1`: a digit at the end alone, which `s3-us-west-2` and other endpoints of S3 have elsewhere, too. */
const REGION = '[a-z]{2}(?:-[a-z]+)+-\\d';
const TOPIC = new RegExp(`^arn:aws(-cn|-us-gov)?:sns:(${REGION}):`);

/**
 * Where SNS of the topic's own Region is, under China's domain for China: nowhere else do its certificate and its subscriptions
 * come from. Undefined for what is no topic. Any other name before `.amazonaws.com` could be somebody's bucket called `sns`.
 */
export function snsHost(topicArn: string): string | undefined {
  const [, partition, region] = TOPIC.exec(topicArn) ?? [];
  if (region === undefined) return undefined;
  return `sns.${region}.amazonaws.com${partition === '-cn' ? '.cn' : ''}`;
}

/** SNS of any Region. */
export const SNS_HOST = new RegExp(`^sns\\.${REGION}\\.amazonaws\\.com(?:\\.cn)?$`);
