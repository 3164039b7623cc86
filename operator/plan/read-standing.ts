import * as v from 'valibot';
import type { PackagedService } from '../../template/read-packaged-service.ts';
import type { Assumptions } from './assumptions.ts';
import type { Standing } from './design.ts';

const ruleSchema = v.looseObject({ ScheduleExpression: v.string() });
const alarmSchema = v.looseObject({
  Metrics: v.optional(v.array(v.looseObject({ MetricStat: v.optional(v.unknown()) }))),
});

interface Mapping {
  readonly functionId: string;
  readonly queueId: string;
}

/** What a month costs whatever passes: counted in the template. */
export function readStanding(
  { template, shortNames }: PackagedService,
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
  return {
    // The keeper has a mapping for each of its queues, and none of them is busy.
    mappings: mappings.map(({ functionId, queueId }) =>
      queueId.includes('DeadLetter') ? queueId : nameOf(functionId),
    ),
    scheduledPerMinute: of('AWS::Events::Rule').reduce(
      (sum, { Properties }) => sum + perMinute(v.parse(ruleSchema, Properties).ScheduleExpression),
      0,
    ),
    scheduledMs: assumptions.scheduledMs,
    metrics: assumptions.customMetrics,
    alarmMetrics: of('AWS::CloudWatch::Alarm').reduce((sum, { Properties }) => sum + metricsOf(Properties), 0),
    compositeAlarms: of('AWS::CloudWatch::CompositeAlarm').length,
    dashboards: of('AWS::CloudWatch::Dashboard').length,
    keys: hasKey ? 1 : 0,
  };
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
