import { urlsOfIngest } from '../model/urls-of.ts';
import type { Rule } from '../rule.ts';

/** Of all APIs of an account and Region: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const ACCOUNT_PER_SECOND = 10_000;

export const throttlesSet: Rule = {
  name: 'throttles-set',
  reason:
    'Without limits of its own the stage takes up to the 10,000 requests a second that all APIs of the account share, and a ' +
    "function's URL all the concurrency that its functions share: one sender's mistake is the others' outage, and it is paid for.",
  check: ({ model, at }) => [
    ...model.apiStages
      .filter(({ properties }) => (properties.DefaultRouteSettings?.ThrottlingRateLimit ?? 0) > ACCOUNT_PER_SECOND)
      .map(({ id, properties }) => ({
        where: at(id),
        what: `lets ${properties.DefaultRouteSettings?.ThrottlingRateLimit} requests a second through, more than the account's ${ACCOUNT_PER_SECOND}`,
        fix: 'Lower the param requestsPerSecond; it can only be a limit below that of the account.',
      })),
    ...model.apiStages
      .filter(
        ({ properties: { DefaultRouteSettings: settings } }) =>
          !settings?.ThrottlingRateLimit || !settings.ThrottlingBurstLimit,
      )
      .map(({ id }) => ({
        where: at(id),
        what: 'has no limit of requests a second and in a burst',
        fix: 'Set ThrottlingRateLimit and ThrottlingBurstLimit from the params requestsPerSecond and requestsBurst.',
      })),
    ...urlsOfIngest(model)
      .filter(({ ingest }) => !ingest.properties.ReservedConcurrentExecutions)
      .map(({ url, ingest }) => ({
        where: at(url.id),
        what: `has no limit of requests a second: nothing is reserved for ${ingest.id}`,
        fix: 'Set ReservedConcurrentExecutions from the param requestsPerSecond: a URL lets ten times as many requests a second through.',
      })),
  ],
};
