import { isDeepStrictEqual } from 'node:util';

import { queueNameOfArn } from '../../arn.ts';
import type { EmulatorContext } from '../../emulator-context.ts';
import { checkSubscriptionAttributes } from '../check-subscription-attributes.ts';
import { invalidParameter } from '../sns-error.ts';
import type { SnsForm } from '../sns-form.ts';
import type { Subscription } from '../subscriptions.ts';
import { insertSubscription, listSubscriptionsOf } from '../subscriptions.ts';
import { requireTopic } from '../topics.ts';

/** Subscribing a queue again with the same attributes answers the subscription it has. */
export function subscribe(context: EmulatorContext, form: SnsForm): object {
  const topicArn = form.required('TopicArn');
  const protocol = form.required('Protocol');
  const endpoint = form.required('Endpoint');
  const attributes = form.map('Attributes.entry');
  requireTopic(context, topicArn);
  if (protocol !== 'sqs') throw invalidParameter(`Protocol: local mode delivers to sqs only, not to ${protocol}`);
  if (queueNameOfArn(context, endpoint) === undefined) throw invalidParameter('SQS endpoint ARN');
  checkSubscriptionAttributes(context, attributes);
  const existing = listSubscriptionsOf(context, topicArn).find((subscription) => subscription.endpoint === endpoint);
  if (existing) return sameSubscription(existing, attributes);
  const arn = `${topicArn}:${context.newId()}`;
  insertSubscription(context, { arn, topicArn, endpoint, attributes });
  return { SubscriptionArn: arn };
}

function sameSubscription(existing: Subscription, attributes: Subscription['attributes']): object {
  for (const [name, value] of Object.entries(attributes)) {
    if (isSame(value, existing.attributes[name] ?? '')) continue;
    throw invalidParameter(`Attributes Reason: Subscription already exists with different attributes (${name})`);
  }
  return { SubscriptionArn: existing.arn };
}

/** Policies are JSON, and the same one may be written with its keys in another order. Both sides were checked. */
function isSame(left: string, right: string): boolean {
  if (left === right) return true;
  return left.startsWith('{') && right.startsWith('{') && isDeepStrictEqual(JSON.parse(left), JSON.parse(right));
}
