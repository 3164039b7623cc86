import type { EmulatorContext } from '../../emulator-context.ts';
import { deliverNotification } from '../messages/deliver-notification.ts';
import { readNotification } from '../messages/read-notification.ts';
import { invalidParameter } from '../sns-error.ts';
import type { SnsForm } from '../sns-form.ts';
import { requireTopic } from '../topics.ts';

export function publish(context: EmulatorContext, form: SnsForm): object {
  const topicArn = form.optional('TopicArn') ?? form.optional('TargetArn');
  if (topicArn === undefined) throw invalidParameter('TopicArn: local mode publishes to topics only');
  requireTopic(context, topicArn);
  const notification = readNotification(context, topicArn, form);
  context.database.transaction(() => deliverNotification(context, notification));
  return { MessageId: notification.messageId };
}
