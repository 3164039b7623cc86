import type { MetricDimensions, MetricName } from '#shared/metrics/metric-names.ts';
import type { Metrics } from '#shared/ports.ts';

export interface RecordingMetrics extends Metrics {
  readonly recorded: (readonly [name: MetricName, value: number, dimensions: MetricDimensions])[];
  /** How many were recorded at each flush. */
  readonly flushed: number[];
}

export function recordingMetrics(): RecordingMetrics {
  const recorded: RecordingMetrics['recorded'] = [];
  const flushed: number[] = [];
  return {
    recorded,
    flushed,
    record: (name, value, dimensions = {}) => void recorded.push([name, value, dimensions]),
    flush: () => void flushed.push(recorded.length),
  };
}
