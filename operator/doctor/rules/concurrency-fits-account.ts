import { isUnread } from '../doctor-context.ts';
import type { Rule } from '../rule.ts';

/** A new account may have 10; 1,000 once it is in use: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ASSUMED = 1000;
/** Lambda leaves so many to functions for which none are reserved, and refuses a deploy that would take them. */
const UNRESERVED_MIN = 100;

export const concurrencyFitsAccount: Rule = {
  name: 'concurrency-fits-account',
  reason:
    'All functions of an account and Region share one number of invocations. Where workers alone may take it up, ingest ' +
    'is throttled at the worst hour, and senders get errors.',
  async check({ model, live }) {
    const read = await live.accountConcurrency();
    const limit = isUnread(read) ? ASSUMED : read;
    const mapped = sum(model.mappings.map(({ properties }) => properties.ScalingConfig?.MaximumConcurrency ?? 0));
    const reserved = sum(model.functions.map(({ properties }) => properties.ReservedConcurrentExecutions ?? 0));
    const where =
      model.apiStages.length > 0
        ? 'serverless.yml custom.workers and params.ingestReservedConcurrency'
        : 'serverless.yml custom.workers, params.requestsPerSecond and params.ingestReservedConcurrency';
    const fix =
      'Lower maximumConcurrency or what is reserved, or raise the quota: aws service-quotas request-service-quota-increase ' +
      '--service-code lambda --quota-code L-B99A9384 --desired-value 1000';
    return [
      ...(isUnread(read)
        ? [
            {
              notChecked: `the account's limit could not be read (${read.unread}); ${ASSUMED} is assumed, and a new account may have 10`,
            },
          ]
        : []),
      // AWS takes it: it is no reason to keep the first deploy of a new account back.
      ...(mapped + reserved >= limit
        ? [
            {
              where,
              what: `${mapped} of mappings and ${reserved} reserved leave nothing of the account's ${limit} for anybody else`,
              fix,
              severity: 'warning' as const,
            },
          ]
        : []),
      ...(reserved > 0 && limit - reserved < UNRESERVED_MIN
        ? [{ where, what: `${reserved} reserved leave fewer than ${UNRESERVED_MIN} of ${limit} for all others`, fix }]
        : []),
    ];
  },
};

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
