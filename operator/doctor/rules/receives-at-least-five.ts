import type { Rule } from '../rule.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const RECEIVES_MIN = 5;

export const receivesAtLeastFive: Rule = {
  name: 'receives-at-least-five',
  reason:
    'A throttled function gives its messages back, and each time counts as a receive: with fewer than five, a short ' +
    'throttle fills the dead-letter queue with messages that nothing is wrong with.',
  check: ({ model, at }) =>
    model.queues.flatMap(({ id, properties }) => {
      const count = properties.RedrivePolicy?.maxReceiveCount;
      if (count === undefined || count >= RECEIVES_MIN) return [];
      const what = `a message is a dead letter after ${count} receives`;
      return [{ where: at(id), what, fix: `Set maxReceiveCount (a row's attempts) to ${RECEIVES_MIN} or more.` }];
    }),
};
