import type { EmulatorContext } from '../../emulator-context.ts';
import type { SnsForm } from '../sns-form.ts';
import { requireSubscription } from '../subscriptions.ts';
import { toEntries } from '../to-entries.ts';

export function getSubscriptionAttributes(context: EmulatorContext, form: SnsForm): object {
  const subscription = requireSubscription(context, form.required('SubscriptionArn'));
  return {
    Attributes: toEntries({
      RawMessageDelivery: 'false',
      ...subscription.attributes,
      SubscriptionArn: subscription.arn,
      TopicArn: subscription.topicArn,
      Protocol: 'sqs',
      Endpoint: subscription.endpoint,
      Owner: context.accountId,
      PendingConfirmation: 'false',
      ConfirmationWasAuthenticated: 'true',
    }),
  };
}
