import { createMetricStore } from '../../../../local/emulators/cloudwatch/metric-store.ts';
import { customSeries } from '../../../../local/emulators/cloudwatch/series.ts';
import { isEmbedded, takeEmbeddedMetrics } from '../../../../local/emulators/cloudwatch/take-embedded-metrics.ts';

const blob = (directive: object = {}, members: object = { stage: 'local', Made: 1 }) =>
  JSON.stringify({
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [
        { Namespace: 'made-up', Dimensions: [['stage']], Metrics: [{ Name: 'Made', Unit: 'Count' }], ...directive },
      ],
    },
    ...members,
  });

function take(line: string) {
  const store = createMetricStore(() => 0);
  const problem = takeEmbeddedMetrics(line, store);
  return { problem, slot: store.read(customSeries('made-up', 'Made', { stage: 'local' }), 0, 1)[0] };
}

test('a line that is right is counted, a list of values one by one', () => {
  expect(isEmbedded(blob())).toBe(true);
  expect(isEmbedded('{"level":"INFO"}')).toBe(false);
  expect(take(blob({}, { stage: 'local', Made: [1, 2, 3] }))).toMatchObject({
    problem: undefined,
    slot: { sum: 6, count: 3 },
  });
});

test.each<[string, string]>([
  ['that is cut off', blob().slice(0, -4)],
  ['without a namespace', blob({ Namespace: '' })],
  ['in a namespace of AWS', blob({ Namespace: 'AWS/Lambda' })],
  ['of a dimension that is not there', blob({ Dimensions: [['stage', 'worker']] })],
  ['of a dimension that is no text', blob({}, { stage: 1, Made: 1 })],
  ['of 31 dimensions', blob({ Dimensions: [Array.from({ length: 31 }, () => 'stage')] })],
  ['without the value', blob({}, { stage: 'local' })],
  ['of a value that is no number', blob({}, { stage: 'local', Made: '1' })],
  ['of 101 values', blob({}, { stage: 'local', Made: Array.from({ length: 101 }, () => 1) })],
  ['of a unit that nobody knows', blob({ Metrics: [{ Name: 'Made', Unit: 'Dozens' }] })],
])('a line %s is not counted, and it is said why', (_, line) => {
  const { problem, slot } = take(line);
  expect(problem).toMatch(/\w/);
  expect(slot).toBeUndefined();
});
