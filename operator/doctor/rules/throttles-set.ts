import type { Rule } from '../rule.ts';

export const throttlesSet: Rule = {
  name: 'throttles-set',
  reason:
    'Without limits of its own the stage takes up to the 10,000 requests a second that all APIs of the account share: one ' +
    "sender's mistake is the others' outage, and it is paid for.",
  check: ({ model, at }) =>
    model.apiStages
      .filter(
        ({ properties: { DefaultRouteSettings: settings } }) =>
          !settings?.ThrottlingRateLimit || !settings.ThrottlingBurstLimit,
      )
      .map(({ id }) => ({
        where: at(id),
        what: 'has no limit of requests a second and in a burst',
        fix: 'Set ThrottlingRateLimit and ThrottlingBurstLimit from the params requestsPerSecond and requestsBurst.',
      })),
};
