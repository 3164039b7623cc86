import { deadLetterQueues } from '../model/links.ts';
import type { TemplateModel } from '../model/template-model.ts';
import type { Rule } from '../rule.ts';

type Alarm = TemplateModel['alarms'][number];

/** The keeper may have taken it away by then, and the sender's own retries are over in the hour. */
const PERIOD_SECONDS_MAX = 300;

export const alarmOnEveryDeadLetterQueue: Rule = {
  name: 'alarm-on-every-dead-letter-queue',
  reason:
    'A dead letter is work that nobody does until somebody hears of it. NumberOfMessagesSent does not count what SQS ' +
    'moves by itself, so that the alarm must look at ApproximateNumberOfMessagesVisible, and go off for the first of them.',
  check: ({ model, at }) => {
    const watched = new Set(model.alarms.flatMap((alarm) => watchedQueues(alarm)));
    return deadLetterQueues(model)
      .filter(({ properties }) => !watched.has(properties.QueueName))
      .map(({ id }) => ({
        where: at(id),
        what: 'no alarm goes off for a single message that is visible there',
        fix: `Add an alarm on AWS/SQS ApproximateNumberOfMessagesVisible above 0 with QueueName of ${id}, of at most 5 minutes.`,
      }));
  },
};

/** The queues of which a single visible message is enough for it to go off. */
function watchedQueues({ properties }: Alarm): readonly string[] {
  if (!goesOffForOne(properties)) return [];
  const returned = properties.Metrics.find(({ ReturnData }) => ReturnData);
  const compared = properties.Metrics.filter(
    ({ Id }) => Id === returned?.Id || new RegExp(`\\b${Id}\\b`).test(returned?.Expression ?? ''),
  ).flatMap(({ MetricStat }) =>
    MetricStat ? [{ ...MetricStat.Metric, Period: MetricStat.Period, Statistic: MetricStat.Stat }] : [],
  );
  return [properties, ...compared]
    .filter(
      ({ Namespace, MetricName, Period = Infinity, Statistic }) =>
        Namespace === 'AWS/SQS' &&
        MetricName === 'ApproximateNumberOfMessagesVisible' &&
        Period <= PERIOD_SECONDS_MAX &&
        // The least of a period is 0 as long as somebody takes them away in between.
        Statistic !== 'Minimum',
    )
    .flatMap(({ Dimensions }) => Dimensions.filter(({ Name }) => Name === 'QueueName').map(({ Value }) => Value));
}

const goesOffForOne = ({ ComparisonOperator, Threshold = Infinity }: Alarm['properties']): boolean =>
  (ComparisonOperator === 'GreaterThanThreshold' && Threshold >= 0 && Threshold < 1) ||
  (ComparisonOperator === 'GreaterThanOrEqualToThreshold' && Threshold > 0 && Threshold <= 1);
