import * as fc from 'fast-check';
import { createMetrics } from '#shared/lambda/metrics.ts';
import { METRICS, metricNames } from '#shared/metrics/metric-names.ts';
import { createMetricStore } from '../../../../local/emulators/cloudwatch/metric-store.ts';
import { customSeries } from '../../../../local/emulators/cloudwatch/series.ts';
import { takeEmbeddedMetrics } from '../../../../local/emulators/cloudwatch/take-embedded-metrics.ts';
import { fixedClock } from '../../../support/ports.ts';

const clock = fixedClock('2026-01-02T04:00:00.000Z');

function given() {
  const lines: string[] = [];
  const store = createMetricStore(() => clock.now().getTime());
  const read = (metric: string, dimensions: Record<string, string>) =>
    store.read(customSeries('webhook-pipeline', metric, { stage: 'prod', ...dimensions }), 0, Infinity)[0];
  return {
    lines,
    store,
    read,
    metrics: createMetrics({ service: 'webhook-pipeline', stage: 'prod' }, clock, (line) => void lines.push(line)),
  };
}

test('a request that is accepted is one short line, and one without metrics is none', () => {
  const { lines, metrics } = given();
  metrics.flush();
  metrics.record('WebhooksAccepted', 1);
  metrics.flush();
  metrics.flush();
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      _aws: {
        Timestamp: clock.now().getTime(),
        CloudWatchMetrics: [
          {
            Namespace: 'webhook-pipeline',
            Dimensions: [['stage']],
            Metrics: [{ Name: 'WebhooksAccepted', Unit: 'Count' }],
          },
        ],
      },
      stage: 'prod',
      WebhooksAccepted: 1,
    },
  ]);
  // Every request pays for it.
  expect(lines[0]?.length).toBeLessThan(220);
});

test('of one worker a batch is one line, and each class of dead letters beyond the first one more', () => {
  const { lines, metrics, store, read } = given();
  const worker = 'forward';
  for (const ms of [20, 30]) metrics.record('EndToEndLatency', ms, { worker });
  metrics.record('ResultsStored', 1, { worker });
  metrics.record('ResultsStored', 1, { worker });
  for (const failure of ['gave-up', 'gave-up', 'exhausted'])
    metrics.record('DeadLetters', 1, { worker, class: failure });
  metrics.flush();
  expect(lines).toHaveLength(2);
  expect(lines.map((line) => takeEmbeddedMetrics(line, store))).toEqual([undefined, undefined]);
  expect(read('ResultsStored', { worker })?.sum).toBe(2);
  expect(read('EndToEndLatency', { worker })).toMatchObject({ count: 2, min: 20, max: 30 });
  expect(read('DeadLetters', { worker })?.sum).toBe(3);
  expect(read('DeadLetters', { worker, class: 'gave-up' })?.sum).toBe(2);
});

const dimensionsOf = (name: keyof typeof METRICS, worker: string, word: string) =>
  Object.fromEntries(
    METRICS[name].dimensions.flat().map((dimension) => [dimension, dimension === 'worker' ? worker : word]),
  );

test('whatever is recorded, CloudWatch takes every line of it and counts it under each of its dimensions', () => {
  const recorded = fc.record({
    name: fc.constantFrom(...metricNames),
    value: fc.nat(1000),
    worker: fc.constantFrom('dispatch', 'archive'),
    word: fc.constantFrom('crashed', 'gave-up', 'no-signature'),
  });
  fc.assert(
    fc.property(fc.array(recorded, { maxLength: 400 }), (ones) => {
      const { lines, metrics, store, read } = given();
      const expected = new Map<string, { metric: string; dimensions: Record<string, string>; sum: number }>();
      for (const { name, value, worker, word } of ones) {
        const dimensions = dimensionsOf(name, worker, word);
        metrics.record(name, value, dimensions);
        for (const set of METRICS[name].dimensions) {
          const kept = Object.fromEntries(set.map((one) => [one, dimensions[one]!]));
          const key = JSON.stringify([name, kept]);
          const sum = (expected.get(key)?.sum ?? 0) + value;
          expected.set(key, { metric: name, dimensions: kept, sum });
        }
      }
      metrics.flush();
      expect(lines.map((line) => takeEmbeddedMetrics(line, store)).filter(Boolean)).toEqual([]);
      for (const { metric, dimensions, sum } of expected.values()) expect(read(metric, dimensions)?.sum).toBe(sum);
    }),
    { numRuns: 40 },
  );
});
