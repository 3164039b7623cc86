import type { EmulatorContext } from '../../emulator-context.ts';
import type { SnsForm } from '../sns-form.ts';
import { listSubscriptionsOf } from '../subscriptions.ts';
import { toEntries } from '../to-entries.ts';
import { requireTopic } from '../topics.ts';

export function getTopicAttributes(context: EmulatorContext, form: SnsForm): object {
  const topic = requireTopic(context, form.required('TopicArn'));
  return {
    Attributes: toEntries({
      DisplayName: '',
      ...topic.attributes,
      TopicArn: topic.arn,
      Owner: context.accountId,
      SubscriptionsConfirmed: String(listSubscriptionsOf(context, topic.arn).length),
      SubscriptionsPending: '0',
      SubscriptionsDeleted: '0',
    }),
  };
}
