import { redrives } from '../model/links.ts';
import type { Rule } from '../rule.ts';

const DAY_SECONDS = 24 * 60 * 60;
const days = (seconds: number) => `${Math.round((seconds / DAY_SECONDS) * 10) / 10} days`;

export const deadLetterRetention: Rule = {
  name: 'dead-letter-retention',
  reason:
    'The clock of a dead letter began when it was first sent: in a dead-letter queue that keeps messages no longer than ' +
    'the queue before it, one that was tried for days is gone before anybody has looked.',
  check: ({ model, at }) =>
    redrives(model).flatMap(({ queue, deadLetters }) => {
      const kept = deadLetters.properties.MessageRetentionPeriod;
      const needed = queue.properties.MessageRetentionPeriod;
      if (kept >= needed) return [];
      const what = `keeps dead letters for ${days(kept)}, and ${queue.id} keeps messages for ${days(needed)}`;
      return [{ where: at(deadLetters.id), what, fix: `Set MessageRetentionPeriod to at least ${needed}.` }];
    }),
};
