import { deadLetterQueues, queueOf } from '../model/links.ts';
import type { Rule } from '../rule.ts';

export const deadLetterQueueOnEverything: Rule = {
  name: 'dead-letter-queue-on-everything',
  reason:
    'What cannot be delivered or done must wait where somebody finds it. A queue without dead letters tries for ever and ' +
    'then forgets; a subscription without them loses what SNS cannot deliver, at once where a policy denies it.',
  check: ({ model, at }) => {
    const ends = new Set(deadLetterQueues(model).map(({ id }) => id));
    const queues = model.queues
      .filter(({ id, properties }) => !ends.has(id) && properties.RedrivePolicy === undefined)
      .map(({ id }) => ({
        where: at(id),
        what: 'has no dead-letter queue, and is none',
        fix: 'Give it a RedrivePolicy with a queue of its own as deadLetterTargetArn.',
      }));
    const lost = model.queues
      .filter(
        ({ properties: { RedrivePolicy } }) => RedrivePolicy && !queueOf(model, RedrivePolicy.deadLetterTargetArn),
      )
      .map(({ id }) => ({
        where: at(id),
        what: 'its dead letters go to a queue that is not in the template',
        fix: 'Name a queue of this template as deadLetterTargetArn.',
      }));
    const subscriptions = model.subscriptions
      .filter(({ properties: { Protocol, RedrivePolicy } }) => Protocol === 'sqs' && RedrivePolicy === undefined)
      .map(({ id }) => ({
        where: at(id),
        what: 'has no dead-letter queue for what SNS cannot deliver',
        fix: "Give it a RedrivePolicy with the worker's dead-letter queue as deadLetterTargetArn.",
      }));
    return [...queues, ...lost, ...subscriptions];
  },
};
