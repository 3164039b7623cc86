import { StartRefused } from '../start-refused.ts';

const unitSeconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/**
 * `rate(5 minutes)` → 300: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based
 * @throws {StartRefused} for every other kind of expression, because a schedule that silently never comes would be a hole
 */
export function readRate(logicalId: string, expression: string): number {
  const [, count = '', unit = '', plural] = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const seconds = Number(count) * (unitSeconds[unit] ?? 0);
  if (seconds > 0 && (count === '1') === (plural === '')) return seconds;
  throw new StartRefused(
    `${logicalId}: local mode runs schedules such as rate(1 minute) or rate(12 hours), not ${expression}. ` +
      'Give stage local a rate of its own, or switch the schedule off there with `enabled: ${param:…}`.',
  );
}
