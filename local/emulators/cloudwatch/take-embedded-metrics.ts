import * as v from 'valibot';
import type { MetricStore } from './metric-store.ts';
import { customSeries } from './series.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
const DIMENSIONS_MAX = 30;
const VALUES_MAX = 100;
const METRICS_MAX = 100;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const UNIT =
  /^(?:Seconds|Microseconds|Milliseconds|Percent|Count|None|(?:Bytes|Kilobytes|Megabytes|Gigabytes|Terabytes|Bits|Kilobits|Megabits|Gigabits|Terabits|Count)(?:\/Second)?)$/;

const directiveSchema = v.object({
  Namespace: v.pipe(v.string(), v.minLength(1), v.maxLength(255), v.regex(/^(?!AWS\/)[\w.\-/#:]+$/)),
  Dimensions: v.array(v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.maxLength(DIMENSIONS_MAX))),
  Metrics: v.pipe(
    v.array(
      v.object({
        Name: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)),
        Unit: v.optional(v.pipe(v.string(), v.regex(UNIT))),
        StorageResolution: v.optional(v.picklist([1, 60])),
      }),
    ),
    v.maxLength(METRICS_MAX),
  ),
});

const embeddedSchema = v.looseObject({
  _aws: v.object({ Timestamp: v.pipe(v.number(), v.integer()), CloudWatchMetrics: v.array(directiveSchema) }),
});
const valuesSchema = v.pipe(
  v.union([
    v.pipe(
      v.number(),
      v.transform((value) => [value]),
    ),
    v.pipe(v.array(v.number()), v.maxLength(VALUES_MAX)),
  ]),
);
const dimensionSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));

/** Any line that says of itself that CloudWatch shall make metrics of it. */
export const isEmbedded = (line: string): boolean => line.startsWith('{"_aws":');

/**
 * Counts what a line of the log embeds, as CloudWatch does.
 * @returns what CloudWatch would refuse about it, and would only tell in a metric that nobody looks at; then nothing is counted
 */
export function takeEmbeddedMetrics(line: string, metrics: MetricStore): string | undefined {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), embeddedSchema), line);
  if (!read.success) return v.summarize(read.issues);
  const { _aws, ...members } = read.output;
  const found: { readonly series: string; readonly values: readonly number[] }[] = [];
  for (const { Namespace, Dimensions, Metrics } of _aws.CloudWatchMetrics) {
    for (const { Name } of Metrics) {
      const values = v.safeParse(valuesSchema, members[Name]);
      if (!values.success) return `${Name} is no number and no list of at most ${VALUES_MAX} numbers`;
      for (const set of Dimensions) {
        const wrong = set.find((name) => !v.is(dimensionSchema, members[name]));
        if (wrong !== undefined) return `the dimension ${wrong} of ${Name} is no text of 1 to 1024 characters`;
        const dimensions = Object.fromEntries(set.map((name) => [name, v.parse(dimensionSchema, members[name])]));
        found.push({ series: customSeries(Namespace, Name, dimensions), values: values.output });
      }
    }
  }
  for (const { series, values } of found) for (const value of values) metrics.add(series, value);
  return undefined;
}
