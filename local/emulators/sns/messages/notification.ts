import type { MessageAttributes } from '../../sqs/messages/received-message.ts';

/** A message as it was published, checked. */
export interface Notification {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: MessageAttributes;
  readonly groupId: string | undefined;
  readonly publishedAt: number;
}
