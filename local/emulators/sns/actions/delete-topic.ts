import type { EmulatorContext } from '../../emulator-context.ts';
import type { SnsForm } from '../sns-form.ts';

/** Deleting a topic that is gone is no error. Its subscriptions go with it. */
export function deleteTopic(context: EmulatorContext, form: SnsForm): object {
  const arn = form.required('TopicArn');
  context.database.transaction(() => {
    context.database.run('DELETE FROM subscriptions WHERE topic_arn = ?', arn);
    context.database.run('DELETE FROM topics WHERE arn = ?', arn);
  });
  return {};
}
