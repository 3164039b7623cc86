import { METRICS, type MetricDimensions, type MetricName, type MetricsOwner } from './metric-names.ts';

export interface Recorded {
  readonly name: MetricName;
  readonly value: number;
  readonly dimensions: MetricDimensions;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
const VALUES_MAX = 100;

/**
 * As lines that CloudWatch makes metrics of. What has the same worker shares a line, and counts are added up: a line is paid
 * for by its bytes.
 */
export function toEmf(recorded: readonly Recorded[], { service, stage }: MetricsOwner, now: Date): readonly string[] {
  return groupByDimensions(recorded).flatMap(({ dimensions, ones }) =>
    linesOf(Map.groupBy(ones, ({ name }) => name)).map((values) => {
      const names = [...values.keys()];
      return JSON.stringify({
        _aws: { Timestamp: now.getTime(), CloudWatchMetrics: directives(names, service) },
        stage,
        ...dimensions,
        ...Object.fromEntries(values),
      });
    }),
  );
}

interface Group {
  readonly dimensions: MetricDimensions;
  readonly ones: readonly Recorded[];
}

/** One line can hold one class or reason alone; what has none goes along with the first that has the same worker. */
function groupByDimensions(recorded: readonly Recorded[]): readonly Group[] {
  const groups: { dimensions: MetricDimensions; ones: Recorded[] }[] = [];
  const richestFirst = recorded.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  for (const one of richestFirst) {
    const group = groups.find(({ dimensions }) => isWithin(one.dimensions, dimensions));
    if (group) group.ones.push(one);
    else groups.push({ dimensions: one.dimensions, ones: [one] });
  }
  return groups;
}

const sizeOf = ({ dimensions }: Recorded) => Object.keys(dimensions).length;

const isWithin = (few: MetricDimensions, many: MetricDimensions) =>
  Object.entries(few).every(([name, value]) =>
    Object.entries(many).some(([key, other]) => key === name && other === value),
  );

type Values = ReadonlyMap<MetricName, number | readonly number[]>;

/** As many lines as the metric with most values needs. */
function linesOf(byName: ReadonlyMap<MetricName, readonly Recorded[]>): readonly Values[] {
  const chunked = [...byName].map(([name, ones]) => [name, chunksOf(name, ones)] as const);
  const lines = Math.max(...chunked.map(([, chunks]) => chunks.length));
  return Array.from({ length: lines }, (_, line) => {
    const values = chunked.flatMap(([name, chunks]) => {
      const chunk = chunks[line];
      return chunk === undefined ? [] : [[name, chunk] as const];
    });
    return new Map(values);
  });
}

function chunksOf(name: MetricName, ones: readonly Recorded[]): readonly (number | readonly number[])[] {
  const values = ones.map(({ value }) => value);
  if (METRICS[name].unit === 'Count') return [values.reduce((sum, value) => sum + value, 0)];
  if (values.length === 1) return values;
  const chunks = Math.ceil(values.length / VALUES_MAX);
  return Array.from({ length: chunks }, (_, chunk) => values.slice(chunk * VALUES_MAX, (chunk + 1) * VALUES_MAX));
}

/** One for all metrics that are kept under the same dimensions. */
function directives(names: readonly MetricName[], service: string): readonly object[] {
  const bySets = Map.groupBy(names, (name) => JSON.stringify(METRICS[name].dimensions));
  return [...bySets.values()].map((alike) => ({
    Namespace: service,
    Dimensions: alike.slice(0, 1).flatMap((name) => METRICS[name].dimensions.map((set) => ['stage', ...set])),
    Metrics: alike.map((name) => ({ Name: name, Unit: METRICS[name].unit })),
  }));
}
