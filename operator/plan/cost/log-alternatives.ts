import type { Assumptions } from '../assumptions.ts';
import type { Design, LogVolume } from '../design.ts';
import type { Alternative } from './alternative.ts';

/** Of an accepted webhook, as `npm test` weighs it. */
const METRIC_ALONE_KILOBYTES = 0.21;

/** What is written to logs, and what is left out. */
export function logAlternatives(
  design: Design,
  { logKilobytesPerInvocation }: Pick<Assumptions, 'logKilobytesPerInvocation'>,
): readonly Alternative[] {
  const { log } = design;
  const { sampleRate = 1 } = log;
  const withLog = (over: Partial<LogVolume>): Design => ({ ...design, log: { ...log, ...over } });
  const isQuiet = log.perInvocationKilobytes === 0;
  return [
    {
      choice: 'log: a line per webhook',
      today: `${log.perWebhookKilobytes} KB, with its metric`,
      alternative: `the metric alone, ${METRIC_ALONE_KILOBYTES} KB`,
      price: 'trace and tail do not see webhooks come',
      design: withLog({ perWebhookKilobytes: Math.min(METRIC_ALONE_KILOBYTES, log.perWebhookKilobytes) }),
    },
    ...[1, 0.1, 0]
      .filter((rate) => rate !== sampleRate)
      .map((rate) => ({
        choice: 'log: names of what succeeds',
        today: ofAll(sampleRate),
        alternative: ofAll(rate),
        price: rate === 0 ? 'tail does not see them end' : rate < sampleRate ? 'tail sees some of them end' : 'none',
        design: withLog({ sampleRate: rate }),
      })),
    {
      choice: 'log: Lambda’s own lines',
      today: isQuiet ? 'of what fails' : 'of every invocation',
      alternative: isQuiet ? 'of every invocation' : 'of what fails',
      price: isQuiet ? 'none: they tell memory and time of each' : 'the memory and time of each is in metrics alone',
      design: withLog({ perInvocationKilobytes: isQuiet ? logKilobytesPerInvocation : 0 }),
    },
    // A function's URL has none.
    ...(log.accessLogKilobytes === 0
      ? []
      : [
          {
            choice: 'log: access log',
            today: `${log.accessLogKilobytes} KB a request`,
            alternative: 'none',
            price: 'nobody sees what the API itself refused',
            design: withLog({ accessLogKilobytes: 0 }),
          },
        ]),
  ];
}

const ofAll = (rate: number) => (rate === 1 ? 'of all' : rate === 0 ? 'of none' : `of ${rate * 100} %`);
