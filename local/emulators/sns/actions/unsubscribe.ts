import type { EmulatorContext } from '../../emulator-context.ts';
import type { SnsForm } from '../sns-form.ts';

/** Unsubscribing what is gone is no error. */
export function unsubscribe(context: EmulatorContext, form: SnsForm): object {
  context.database.run('DELETE FROM subscriptions WHERE arn = ?', form.required('SubscriptionArn'));
  return {};
}
