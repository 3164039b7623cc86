interface Account {
  readonly region: string;
  readonly accountId: string;
}

export function queueArn({ region, accountId }: Account, queueName: string): string {
  return `arn:aws:sqs:${region}:${accountId}:${queueName}`;
}

export function topicArn({ region, accountId }: Account, topicName: string): string {
  return `arn:aws:sns:${region}:${accountId}:${topicName}`;
}

/** The queue's name when the ARN is one of a queue in our Region and account: there is nothing behind any other. */
export function queueNameOfArn(account: Account, arn: string): string | undefined {
  const prefix = queueArn(account, '');
  return arn.startsWith(prefix) && arn.length > prefix.length ? arn.slice(prefix.length) : undefined;
}
