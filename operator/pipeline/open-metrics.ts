import { openWhenAsked } from './open-when-asked.ts';
import type { Metrics } from './pipeline.ts';
import type { Reach } from './reach.ts';

export function openMetrics({ explain }: Reach): Metrics & { close(): void } {
  const { opened, close } = openWhenAsked(async () => {
    const { createMetricReader } = await import('#shared/aws/metric-reader.ts');
    return createMetricReader();
  });
  return {
    async read(queries, span, signal) {
      if (queries.length === 0) return [];
      try {
        const reader = await opened();
        return await reader.read(queries, span, signal);
      } catch (error) {
        throw explain(error, { right: 'cloudwatch:GetMetricData', policy: 'operate-more', about: 'the metrics' });
      }
    },
    close,
  };
}
