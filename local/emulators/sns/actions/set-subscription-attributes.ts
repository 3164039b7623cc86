import type { EmulatorContext } from '../../emulator-context.ts';
import { checkSubscriptionAttributes } from '../check-subscription-attributes.ts';
import type { SnsForm } from '../sns-form.ts';
import { requireSubscription } from '../subscriptions.ts';

/** Takes effect with the next publish, where AWS takes up to 15 minutes. An empty policy takes that policy away. */
export function setSubscriptionAttributes(context: EmulatorContext, form: SnsForm): object {
  const subscription = requireSubscription(context, form.required('SubscriptionArn'));
  const change = { [form.required('AttributeName')]: form.optional('AttributeValue') ?? '' };
  checkSubscriptionAttributes(context, change);
  const attributes = Object.entries({ ...subscription.attributes, ...change }).filter(([, value]) => value !== '');
  context.database.run(
    'UPDATE subscriptions SET attributes = ? WHERE arn = ?',
    JSON.stringify(Object.fromEntries(attributes)),
    subscription.arn,
  );
  return {};
}
