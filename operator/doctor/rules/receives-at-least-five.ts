import { functionOf, queueOf } from '../model/links.ts';
import type { TemplateModel } from '../model/template-model.ts';
import type { Rule, Told } from '../rule.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const RECEIVES_MIN = 5;

export const receivesAtLeastFive: Rule = {
  name: 'receives-at-least-five',
  reason:
    'A throttled function gives its messages back, and each time counts as a receive: with fewer than five, a short ' +
    'throttle fills the dead-letter queue with messages that nothing is wrong with. And a function that would try more often ' +
    'than SQS lets it never says why it gave up.',
  check: ({ model, at }) => [
    ...tooEarly(model, at),
    ...model.queues.flatMap(({ id, properties }) => {
      const count = properties.RedrivePolicy?.maxReceiveCount;
      if (count === undefined || !(count < RECEIVES_MIN)) return [];
      const what = `a message is a dead letter after ${count} receives`;
      return [{ where: at(id), what, fix: `Set maxReceiveCount (a row's attempts) to ${RECEIVES_MIN} or more.` }];
    }),
  ],
};

/** What SQS moves by itself has no word of why; a function that knows it is the last attempt says it. */
const tooEarly = (model: TemplateModel, at: (logicalId: string) => string): readonly Told[] =>
  model.mappings.flatMap(({ properties: { EventSourceArn, FunctionName } }) => {
    const queue = queueOf(model, EventSourceArn);
    const called = functionOf(model, FunctionName);
    const count = queue?.properties.RedrivePolicy?.maxReceiveCount;
    const attempts = Number(called?.properties.Environment.Variables['ATTEMPTS_MAX']);
    if (!queue || !called || count === undefined || Number.isNaN(attempts) || Number.isNaN(count) || count === attempts)
      return [];
    const what = `SQS gives up after ${count} receives, and ${called.id} after ${attempts} attempts`;
    return [{ where: at(queue.id), what, fix: 'Set maxReceiveCount and ATTEMPTS_MAX to the same number.' }];
  });
