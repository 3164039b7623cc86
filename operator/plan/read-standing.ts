import * as v from 'valibot';
import { failureClassSchema } from '#shared/messages/failure.ts';
import { METRICS, metricNames } from '#shared/metrics/metric-names.ts';
import type { PackagedService } from '../../template/read-packaged-service.ts';
import type { Assumptions } from './assumptions.ts';
import type { Standing } from './design.ts';

const ruleSchema = v.looseObject({
  ScheduleExpression: v.string(),
  Targets: v.array(v.looseObject({ Arn: v.object({ 'Fn::GetAtt': v.array(v.string()) }) })),
});
const alarmSchema = v.looseObject({
  Metrics: v.optional(v.array(v.looseObject({ MetricStat: v.optional(v.unknown()) }))),
});

interface Mapping {
  readonly functionId: string;
  readonly queueId: string;
}

/** What a month costs whatever passes: counted in the template. */
export function readStanding(
  { template, shortNames, workers }: PackagedService,
  mappings: readonly Mapping[],
  assumptions: Assumptions,
): Standing {
  const all = Object.entries(template.Resources).map(([id, resource]) => ({ id, ...resource }));
  const of = (type: string) => all.filter(({ Type }) => Type === type);
  const nameOf = (functionId: string) => {
    const { FunctionName } = v.parse(
      v.looseObject({ FunctionName: v.string() }),
      template.Resources[functionId]?.Properties,
    );
    return shortNames.get(FunctionName) ?? FunctionName;
  };
  const hasKey = of('AWS::SQS::Queue').some(({ Properties }) => Properties['KmsMasterKeyId'] !== undefined);
  const schedules = of('AWS::Events::Rule').map(({ Properties }) => {
    const { ScheduleExpression, Targets } = v.parse(ruleSchema, Properties);
    return { name: nameOf(Targets[0]?.Arn['Fn::GetAtt'][0] ?? ''), perMinute: perMinute(ScheduleExpression) };
  });
  return {
    // The keeper has a mapping for each of its queues, and none of them is busy.
    mappings: mappings.map(({ functionId, queueId }) =>
      queueId.includes('DeadLetter') ? queueId : nameOf(functionId),
    ),
    scheduledPerMinute: sumOf(schedules),
    listingsPerMinute: sumOf(schedules.filter(({ name }) => name === 'sweep')),
    scheduledMs: assumptions.scheduledMs,
    metrics: metricSeries(Object.keys(workers), assumptions.rejectReasonsSeen),
    alarmMetrics: of('AWS::CloudWatch::Alarm').reduce((sum, { Properties }) => sum + metricsOf(Properties), 0),
    compositeAlarms: of('AWS::CloudWatch::CompositeAlarm').length,
    dashboards: of('AWS::CloudWatch::Dashboard').length,
    keys: hasKey ? 1 : 0,
    keyRequestsPerMinute: hasKey
      ? (KEY_REQUESTS * of('AWS::SQS::Queue').length + KEY_REQUESTS_OF_TOPIC) / DATA_KEY_MINUTES
      : 0,
  };
}

const sumOf = (schedules: readonly { readonly perMinute: number }[]) =>
  schedules.reduce((sum, one) => sum + one.perMinute, 0);

/** DATA_KEY_REUSE_SECONDS of shared/resources/customer-key.cjs; SNS holds its own as long. */
const DATA_KEY_MINUTES = 5;
/**
 * Of a queue with one sender and one reader, however little passes: two of who sends and one of who reads. Tables and
 * buckets hold their keys likewise, and ask once for very many.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#sqs-estimate-kms-usage-costs
 */
const KEY_REQUESTS = 3;
const KEY_REQUESTS_OF_TOPIC = 2;

/** Ours and the sender's. */
const SIDES = 2;

/** Told of dispatch as well as of each worker. */
const OF_DISPATCH_TOO: ReadonlySet<string> = new Set(['Retries', 'DeadLetters', 'OldestDeadLetterAge']);

/** Every combination of dimensions that there can be is a metric; in an hour in which it is not written it costs nothing. */
export function metricSeries(workers: readonly string[], reasons: number): number {
  const classes = failureClassSchema.options.length;
  return metricNames.reduce((sum, name) => {
    const counts = {
      worker: workers.length + (OF_DISPATCH_TOO.has(name) ? 1 : 0),
      class: classes,
      reason: reasons,
      side: SIDES,
    };
    const sets: readonly (readonly (keyof typeof counts)[])[] = METRICS[name].dimensions;
    return sum + sets.reduce((all, set) => all + set.reduce((product, one) => product * counts[one], 1), 0);
  }, 0);
}

/** An alarm over an expression is paid for by the metrics in it. */
function metricsOf(properties: unknown): number {
  const metrics = v.parse(alarmSchema, properties).Metrics;
  return metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1;
}

const MINUTES: ReadonlyMap<string, number> = new Map([
  ['minute', 1],
  ['hour', 60],
  ['day', 24 * 60],
]);

/** `rate(5 minutes)` → 0.2. */
function perMinute(expression: string): number {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const minutes = MINUTES.get(unit);
  if (minutes === undefined) throw new Error(`No rate: ${expression}`);
  return 1 / (Number(count) * minutes);
}
