import { createMetricReader } from '#shared/aws/metric-reader.ts';
import type { Metrics } from './pipeline.ts';
import type { Reach } from './reach.ts';

export function openMetrics({ explain }: Reach): Metrics & { close(): void } {
  const reader = createMetricReader();
  return {
    async read(queries, span, signal) {
      if (queries.length === 0) return [];
      try {
        return await reader.read(queries, span, signal);
      } catch (error) {
        throw explain(error, { right: 'cloudwatch:GetMetricData', policy: 'operate-more', about: 'the metrics' });
      }
    },
    close: () => reader.close(),
  };
}
