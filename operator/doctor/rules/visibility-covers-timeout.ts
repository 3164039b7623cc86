import { functionOf, queueOf } from '../model/links.ts';
import type { Rule } from '../rule.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const TIMES = 6;

export const visibilityCoversTimeout: Rule = {
  name: 'visibility-covers-timeout',
  reason:
    'A message that is shown again while its function still works is done twice, and each showing counts as an attempt. ' +
    'Lambda asks for six times the time-out and the batch window on top, because a throttled batch is tried again within it.',
  check: ({ model, at }) =>
    model.mappings.flatMap(({ id, properties }) => {
      const queue = queueOf(model, properties.EventSourceArn);
      const called = functionOf(model, properties.FunctionName);
      if (!queue || !called) {
        const what = 'the mapping names a queue or a function that is not in the template';
        return [{ where: at(id), what, fix: 'Name a queue and a function of this template.' }];
      }
      const { Timeout } = called.properties;
      const needed = TIMES * Timeout + properties.MaximumBatchingWindowInSeconds;
      const visible = queue.properties.VisibilityTimeout;
      if (!(visible < needed)) return [];
      const what = `hides a message for ${visible} s, and ${called.id} may take ${Timeout} s for it`;
      const sum = `${TIMES} × ${Timeout} s + ${properties.MaximumBatchingWindowInSeconds} s`;
      return [{ where: at(queue.id), what, fix: `Set VisibilityTimeout to at least ${needed} (${sum}).` }];
    }),
};
