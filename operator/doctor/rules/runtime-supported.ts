import type { Rule } from '../rule.ts';

/** When AWS ends its support: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const ENDS: Readonly<Record<string, string>> = {
  'nodejs20.x': '2026-04-30',
  'nodejs22.x': '2027-04-30',
  'nodejs24.x': '2028-04-30',
};
/** Long enough to plan a change of the runtime. */
const WARNED_DAYS = 180;
const DAY_MS = 24 * 60 * 60 * 1000;

export const runtimeSupported: Rule = {
  name: 'runtime-supported',
  reason:
    'A runtime gets no security fixes after its date, and some months later its functions can no longer be changed.',
  check: ({ model, now, at }) =>
    model.functions.flatMap(({ id, properties: { Runtime } }) => {
      const end = ENDS[Runtime];
      const fix = 'Set provider.runtime to nodejs24.x, and the target of the bundles with it.';
      if (end === undefined)
        return [
          {
            where: at(id),
            what: `runs on ${Runtime || 'no named runtime'}, of which no end date is known here`,
            fix: 'Add its end to operator/doctor/rules/runtime-supported.ts, or take one that is listed there.',
            severity: 'warning' as const,
          },
        ];
      const daysLeft = Math.floor((Date.parse(end) - now.getTime()) / DAY_MS);
      if (daysLeft < 0)
        return [{ where: at(id), what: `runs on ${Runtime}, which AWS no longer supports since ${end}`, fix }];
      if (daysLeft > WARNED_DAYS) return [];
      return [
        {
          where: at(id),
          what: `runs on ${Runtime}, which ends in ${daysLeft} days`,
          fix: 'Plan the next runtime.',
          severity: 'warning' as const,
        },
      ];
    }),
};
