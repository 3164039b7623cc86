import type { EmulatorContext } from '../../emulator-context.ts';
import { pageOf } from '../page-of.ts';
import type { SnsForm } from '../sns-form.ts';
import { listAllSubscriptions, showSubscription } from '../subscriptions.ts';

export function listSubscriptions(context: EmulatorContext, form: SnsForm): object {
  const { page, next } = pageOf(listAllSubscriptions(context), form);
  return { Subscriptions: { member: page.map((subscription) => showSubscription(context, subscription)) }, ...next };
}
