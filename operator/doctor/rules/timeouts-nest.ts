import { functionOf } from '../model/links.ts';
import type { Rule } from '../rule.ts';

const SECONDS = { second: 1, minute: 60, hour: 60 * 60, day: 24 * 60 * 60 } as const;

export const timeoutsNest: Rule = {
  name: 'timeouts-nest',
  reason:
    'What waits must wait longer than what it waits for. A function that outlives the API still accepts what the sender ' +
    'was told has failed; one that ends before its own deadline tells nobody anything; one that outlives its schedule runs twice.',
  check: ({ model, limits, at }) => [
    ...model.integrations.flatMap(({ properties }) => {
      const called = functionOf(model, properties.IntegrationUri ?? '');
      const apiSeconds = properties.TimeoutInMillis / 1000;
      if (!called) return [];
      const { Timeout } = called.properties;
      if (Timeout >= apiSeconds) {
        const what = `may take ${Timeout} s, and the API hangs up after ${apiSeconds} s`;
        return [{ where: at(called.id), what, fix: `Set its timeout below ${apiSeconds}.` }];
      }
      if (!(Timeout <= limits.answerWithinSeconds)) return [];
      const what = `is ended after ${Timeout} s, and answers within ${limits.answerWithinSeconds} s by its own deadline`;
      return [{ where: at(called.id), what, fix: `Set its timeout above ${limits.answerWithinSeconds}.` }];
    }),
    ...model.schedules.flatMap(({ properties: { ScheduleExpression = '', Targets } }) => {
      const everySeconds = intervalSeconds(ScheduleExpression);
      return Targets.flatMap(({ Arn }) => functionOf(model, Arn) ?? [])
        .filter(({ properties }) => properties.Timeout > everySeconds)
        .map(({ id, properties }) => ({
          where: at(id),
          what: `may take ${properties.Timeout} s, and begins every ${everySeconds} s`,
          fix: 'Lower its timeout to its interval, or call it less often.',
        }));
    }),
  ],
};

/** Infinity for cron expressions, whose interval is nobody's time-out. */
function intervalSeconds(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (second|minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (unit !== 'second' && unit !== 'minute' && unit !== 'hour' && unit !== 'day') return Infinity;
  return Number(count) * SECONDS[unit];
}
