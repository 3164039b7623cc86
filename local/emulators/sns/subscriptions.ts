import type { EmulatorContext } from '../emulator-context.ts';
import { SnsError } from './sns-error.ts';

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  /** The ARN of the queue; it need not exist yet. */
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface SubscriptionRow {
  readonly arn: string;
  readonly topic_arn: string;
  readonly endpoint: string;
  readonly attributes: string;
}

export function requireSubscription(context: EmulatorContext, arn: string): Subscription {
  const row = context.database.get<SubscriptionRow>('SELECT * FROM subscriptions WHERE arn = ?', arn);
  if (!row) throw new SnsError('NotFound', `Subscription does not exist: ${arn}`, 404);
  return toSubscription(row);
}

export function listSubscriptionsOf(context: EmulatorContext, topicArn: string): readonly Subscription[] {
  const rows = context.database.all<SubscriptionRow>(
    'SELECT * FROM subscriptions WHERE topic_arn = ? ORDER BY id',
    topicArn,
  );
  return rows.map(toSubscription);
}

export function listAllSubscriptions(context: EmulatorContext): readonly Subscription[] {
  return context.database.all<SubscriptionRow>('SELECT * FROM subscriptions ORDER BY id').map(toSubscription);
}

export function insertSubscription(context: EmulatorContext, subscription: Subscription): void {
  context.database.run(
    'INSERT INTO subscriptions (arn, topic_arn, endpoint, attributes) VALUES (?, ?, ?, ?)',
    subscription.arn,
    subscription.topicArn,
    subscription.endpoint,
    JSON.stringify(subscription.attributes),
  );
}

/** The entry of a list, as ListSubscriptions and ListSubscriptionsByTopic answer it. */
export function showSubscription(context: EmulatorContext, subscription: Subscription): object {
  return {
    TopicArn: subscription.topicArn,
    Protocol: 'sqs',
    SubscriptionArn: subscription.arn,
    Owner: context.accountId,
    Endpoint: subscription.endpoint,
  };
}

function toSubscription(row: SubscriptionRow): Subscription {
  return {
    arn: row.arn,
    topicArn: row.topic_arn,
    endpoint: row.endpoint,
    attributes: JSON.parse(row.attributes),
  };
}
