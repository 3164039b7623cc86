import { functionOf, queueOf, redrives } from '../model/links.ts';
import type { TemplateModel } from '../model/template-model.ts';
import type { Rule, Told } from '../rule.ts';

const DAY_SECONDS = 24 * 60 * 60;
const days = (seconds: number) => `${Math.round((seconds / DAY_SECONDS) * 10) / 10} days`;

export const deadLetterRetention: Rule = {
  name: 'dead-letter-retention',
  reason:
    'The clock of a dead letter began when it was first sent: in a dead-letter queue that keeps messages no longer than ' +
    'the queue before it, one that was tried for days is gone before anybody has looked.',
  check: ({ model, at }) => [
    ...gone(model, at),
    ...redrives(model).flatMap(({ queue, deadLetters }) => {
      const kept = deadLetters.properties.MessageRetentionPeriod;
      const needed = queue.properties.MessageRetentionPeriod;
      if (!(kept < needed)) return [];
      const what = `keeps dead letters for ${days(kept)}, and ${queue.id} keeps messages for ${days(needed)}`;
      return [{ where: at(deadLetters.id), what, fix: `Set MessageRetentionPeriod to at least ${needed}.` }];
    }),
  ],
};

/** SQS deletes what is too old without making it a dead letter, while a worker still tries. */
const gone = (model: TemplateModel, at: (logicalId: string) => string): readonly Told[] =>
  model.mappings.flatMap(({ properties: { EventSourceArn, FunctionName } }) => {
    const queue = queueOf(model, EventSourceArn);
    const horizon = Number(functionOf(model, FunctionName)?.properties.Environment.Variables['RETRY_HORIZON_SECONDS']);
    if (!queue || Number.isNaN(horizon)) return [];
    const { MessageRetentionPeriod, VisibilityTimeout, RedrivePolicy } = queue.properties;
    const needed = horizon + VisibilityTimeout * (RedrivePolicy?.maxReceiveCount ?? 1);
    if (!(MessageRetentionPeriod <= needed)) return [];
    const what = `forgets messages after ${MessageRetentionPeriod} s, which are tried for up to ${needed} s: they are gone before they are dead letters`;
    return [{ where: at(queue.id), what, fix: 'Set MessageRetentionPeriod to 1209600, which is 14 days.' }];
  });
