import type { EmulatorContext } from '../../emulator-context.ts';
import type { Subscription } from '../subscriptions.ts';
import type { Notification } from './notification.ts';

/** The JSON around a message that is not delivered raw. Local mode has no key of AWS's, so the signature is a word. */
export function toEnvelope(context: EmulatorContext, subscription: Subscription, notification: Notification): string {
  const attributes = Object.entries(notification.attributes).map(([name, attribute]) => [
    name,
    { Type: attribute.DataType, Value: attribute.BinaryValue ?? attribute.StringValue },
  ]);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: notification.messageId,
    TopicArn: notification.topicArn,
    ...(notification.subject !== undefined && { Subject: notification.subject }),
    Message: notification.message,
    Timestamp: new Date(notification.publishedAt).toISOString(),
    SignatureVersion: '1',
    Signature: 'unsigned',
    SigningCertURL: `${context.url}/unsigned.pem`,
    UnsubscribeURL: `${context.url}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
    ...(attributes.length > 0 && { MessageAttributes: Object.fromEntries(attributes) }),
  });
}
