// What a pipeline in a test shows of its queues, metrics and logs.
import type { LogLine, MetricQuery, Pipeline, QueueDepth } from '../../operator/pipeline/pipeline.ts';

export const emptyQueue: QueueDepth = { waiting: 0, inFlight: 0, delayed: 0 };

/** Points of a metric by `<metric> <first dimension's value>`. */
export const metricsOf = (values: Readonly<Record<string, number>>): Pipeline['metrics'] => ({
  read: async (queries) =>
    queries.map((query) => {
      const value = values[nameOf(query)];
      return value === undefined ? [] : [{ at: new Date(0), value }];
    }),
});

const nameOf = ({ metric, dimensions }: MetricQuery) => `${metric} ${Object.values(dimensions)[0]}`;

/** Logs that show more each time they are asked. */
export const logsOf = (...looks: readonly (readonly LogLine[])[]): Pipeline['logs'] => {
  let look = 0;
  return {
    async *find({ from }) {
      yield* (looks[look] ?? []).filter(({ at }) => at >= from);
      look += 1;
    },
  };
};
