import type { Rule } from '../rule.ts';

const WITHOUT_WINDOW_MAX = 10;

export const batchWindowOverTen: Rule = {
  name: 'batch-window-over-ten',
  reason:
    'Lambda refuses a batch of more than ten messages without a window of at least a second, and the deploy ends in the ' +
    'middle: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html',
  check: ({ model, at }) =>
    model.mappings
      .filter(
        ({ properties: { BatchSize, MaximumBatchingWindowInSeconds } }) =>
          BatchSize > WITHOUT_WINDOW_MAX && MaximumBatchingWindowInSeconds < 1,
      )
      .map(({ id, properties }) => ({
        where: at(id),
        what: `takes batches of ${properties.BatchSize} without a window`,
        fix: "Set maximumBatchingWindow (a row's batchWindowSeconds) to 1 or more, or the batch to 10 or less.",
      })),
};
