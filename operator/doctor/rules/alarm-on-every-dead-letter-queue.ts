import { deadLetterQueues } from '../model/links.ts';
import type { TemplateModel } from '../model/template-model.ts';
import type { Rule } from '../rule.ts';

export const alarmOnEveryDeadLetterQueue: Rule = {
  name: 'alarm-on-every-dead-letter-queue',
  reason:
    'A dead letter is work that nobody does until somebody hears of it. NumberOfMessagesSent does not count what SQS ' +
    'moves by itself, so that the alarm must look at ApproximateNumberOfMessagesVisible.',
  check: ({ model, at }) => {
    const watched = new Set(model.alarms.flatMap((alarm) => watchedQueues(alarm)));
    return deadLetterQueues(model)
      .filter(({ properties }) => !watched.has(properties.QueueName))
      .map(({ id }) => ({
        where: at(id),
        what: 'no alarm looks at how many messages are visible there',
        fix: `Add an alarm on AWS/SQS ApproximateNumberOfMessagesVisible with QueueName of ${id}.`,
      }));
  },
};

const watchedQueues = ({ properties }: TemplateModel['alarms'][number]): readonly string[] =>
  [properties, ...properties.Metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []))]
    .filter(
      ({ Namespace, MetricName }) => Namespace === 'AWS/SQS' && MetricName === 'ApproximateNumberOfMessagesVisible',
    )
    .flatMap(({ Dimensions }) => Dimensions.filter(({ Name }) => Name === 'QueueName').map(({ Value }) => Value));
