import * as v from 'valibot';
import type { EmulatorContext } from '../emulator-context.ts';
import { BIN_RATIO, SLOT_MS, type MetricSlot } from './metric-store.ts';
import { findSeries } from './series.ts';

const instant = v.number('must be seconds since 1970');
const query = v.object({
  Id: v.pipe(v.string(), v.regex(/^[a-z]\w*$/, 'must begin with a lower-case letter')),
  MetricStat: v.object({
    Metric: v.object({
      Namespace: v.string(),
      MetricName: v.string(),
      Dimensions: v.optional(v.array(v.object({ Name: v.string(), Value: v.string() })), []),
    }),
    Period: v.pipe(
      v.number(),
      v.check((seconds) => seconds > 0 && (seconds * 1000) % SLOT_MS === 0, 'must be a multiple of 10'),
    ),
    Stat: v.pipe(v.string(), v.regex(/^(?:Sum|Average|Minimum|Maximum|SampleCount|p\d{1,2}(?:\.\d+)?)$/)),
  }),
  Expression: v.optional(v.never('local mode reads metrics, and works out no expressions')),
  ReturnData: v.optional(v.boolean(), true),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const getMetricDataSchema = v.object({
  StartTime: instant,
  EndTime: instant,
  MetricDataQueries: v.pipe(v.array(query), v.minLength(1), v.maxLength(500)),
  ScanBy: v.optional(v.picklist(['TimestampAscending', 'TimestampDescending']), 'TimestampDescending'),
});

type GetMetricData = v.InferOutput<typeof getMetricDataSchema>;

export function getMetricData(context: EmulatorContext, asked: GetMetricData): object {
  return {
    Messages: [],
    MetricDataResults: asked.MetricDataQueries.filter(({ ReturnData }) => ReturnData).map(({ Id, MetricStat }) => {
      const points = pointsOf(context, asked, MetricStat);
      if (asked.ScanBy === 'TimestampDescending') points.reverse();
      return {
        Id,
        Label: MetricStat.Metric.MetricName,
        StatusCode: 'Complete',
        Timestamps: points.map(({ at }) => at / 1000),
        Values: points.map(({ value }) => value),
      };
    }),
  };
}

type MetricStat = GetMetricData['MetricDataQueries'][number]['MetricStat'];

function pointsOf(
  context: EmulatorContext,
  { StartTime, EndTime }: GetMetricData,
  { Metric, Period, Stat }: MetricStat,
) {
  const periodMs = Period * 1000;
  const dimensions = Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value]));
  const series = findSeries(context, { namespace: Metric.Namespace, metric: Metric.MetricName, dimensions });
  if (series === undefined) return [];
  // The period in which the span begins is part of it, as CloudWatch rounds down.
  const from = Math.floor((StartTime * 1000) / periodMs) * periodMs;
  const periods = new Map<number, MetricSlot[]>();
  for (const slot of context.metrics.read(series, from, EndTime * 1000)) {
    const at = Math.floor(slot.startsAt / periodMs) * periodMs;
    periods.set(at, [...(periods.get(at) ?? []), slot]);
  }
  return [...periods].map(([at, slots]) => ({ at, value: statistic(Stat, slots) }));
}

function statistic(stat: string, slots: readonly MetricSlot[]): number {
  const total = (of: (slot: MetricSlot) => number) => slots.reduce((sum, slot) => sum + of(slot), 0);
  if (stat === 'Sum') return total(({ sum }) => sum);
  if (stat === 'SampleCount') return total(({ count }) => count);
  if (stat === 'Average') return total(({ sum }) => sum) / total(({ count }) => count);
  if (stat === 'Maximum') return Math.max(...slots.map(({ max }) => max));
  if (stat === 'Minimum') return Math.min(...slots.map(({ min }) => min));
  return percentile(Number(stat.slice(1)) / 100, slots);
}

function percentile(share: number, slots: readonly MetricSlot[]): number {
  const bins = slots.flatMap((slot) => [...slot.bins]).toSorted(([one], [other]) => one - other);
  let left = share * bins.reduce((sum, [, count]) => sum + count, 0);
  for (const [bin, count] of bins) {
    left -= count;
    if (left <= 0) return bin === -Infinity ? 0 : BIN_RATIO ** bin;
  }
  return Math.max(...slots.map(({ max }) => max));
}
