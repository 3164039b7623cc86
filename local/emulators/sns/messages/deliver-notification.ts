import { queueNameOfArn } from '../../arn.ts';
import type { EmulatorContext } from '../../emulator-context.ts';
import { draftBytes } from '../../sqs/messages/read-message-draft.ts';
import { attributesMax } from '../../sqs/messages/message-attributes.ts';
import type { MessageDraft } from '../../sqs/messages/store-message.ts';
import { storeMessage } from '../../sqs/messages/store-message.ts';
import type { Queue } from '../../sqs/queues/find-queue.ts';
import { findQueueByName, integerAttribute } from '../../sqs/queues/find-queue.ts';
import { redriveQueueName } from '../check-subscription-attributes.ts';
import { matchesFilterPolicy } from '../filter-policy/matches-filter-policy.ts';
import { parseFilterPolicy } from '../filter-policy/parse-filter-policy.ts';
import type { Subscription } from '../subscriptions.ts';
import { listSubscriptionsOf } from '../subscriptions.ts';
import type { Notification } from './notification.ts';
import { toEnvelope } from './to-envelope.ts';

/** Puts the message on the queue of every subscription whose filter it passes. Call it inside a transaction. */
export function deliverNotification(context: EmulatorContext, notification: Notification): void {
  for (const subscription of listSubscriptionsOf(context, notification.topicArn)) {
    const filterPolicy = subscription.attributes['FilterPolicy'];
    const isWanted = !filterPolicy || matchesFilterPolicy(parseFilterPolicy(filterPolicy), notification.attributes);
    if (isWanted) deliver(context, subscription, notification);
  }
}

function deliver(context: EmulatorContext, subscription: Subscription, notification: Notification): void {
  const draft = toDraft(context, subscription, notification);
  const queueName = queueNameOfArn(context, subscription.endpoint);
  const queue = queueName === undefined ? undefined : findQueueByName(context, queueName);
  if (queue && takes(queue, draft) && mayReach(context, subscription, queue)) storeOn(context, queue, draft);
  else redrive(context, subscription, draft);
}

function toDraft(context: EmulatorContext, subscription: Subscription, notification: Notification): MessageDraft {
  const isRaw = subscription.attributes['RawMessageDelivery'] === 'true';
  return {
    body: isRaw ? notification.message : toEnvelope(context, subscription, notification),
    attributes: isRaw ? notification.attributes : {},
    delaySeconds: 0,
    groupId: notification.groupId,
    traceHeader: undefined,
  };
}

/** More attributes than a message can carry, or more bytes than the queue takes, are client errors: no retry helps. */
function takes(queue: Queue, draft: MessageDraft): boolean {
  const isSmallEnough = draftBytes(draft) <= integerAttribute(queue, 'MaximumMessageSize');
  return isSmallEnough && Object.keys(draft.attributes).length <= attributesMax;
}

/** A queue takes from a topic only what its own policy lets the topic send. */
const mayReach = ({ guard }: EmulatorContext, { topicArn }: Subscription, { arn }: Queue): boolean =>
  guard?.mayDeliver(topicArn, arn) ?? true;

/** To the subscription's dead-letter queue; without one SNS drops the message. */
function redrive(context: EmulatorContext, subscription: Subscription, draft: MessageDraft): void {
  const policy = subscription.attributes['RedrivePolicy'];
  const queueName = policy ? redriveQueueName(context, policy) : undefined;
  const queue = queueName === undefined ? undefined : findQueueByName(context, queueName);
  if (!queue || !mayReach(context, subscription, queue)) return;
  // A message that had too many attributes keeps the ten that an SQS message can carry.
  const attributes = Object.fromEntries(Object.entries(draft.attributes).slice(0, attributesMax));
  storeOn(context, queue, { ...draft, attributes });
}

function storeOn(context: EmulatorContext, queue: Queue, draft: MessageDraft): void {
  storeMessage(context, queue.id, { ...draft, delaySeconds: integerAttribute(queue, 'DelaySeconds') });
}
