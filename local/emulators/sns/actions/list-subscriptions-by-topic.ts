import type { EmulatorContext } from '../../emulator-context.ts';
import { pageOf } from '../page-of.ts';
import type { SnsForm } from '../sns-form.ts';
import { listSubscriptionsOf, showSubscription } from '../subscriptions.ts';
import { requireTopic } from '../topics.ts';

export function listSubscriptionsByTopic(context: EmulatorContext, form: SnsForm): object {
  const topic = requireTopic(context, form.required('TopicArn'));
  const { page, next } = pageOf(listSubscriptionsOf(context, topic.arn), form);
  return { Subscriptions: { member: page.map((subscription) => showSubscription(context, subscription)) }, ...next };
}
