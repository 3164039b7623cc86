import { quotasOf, readAwsFacts } from '../../../../operator/plan/aws-facts.ts';
import { needsAt } from '../../../../operator/plan/capacity/needs.ts';
import type { WorkerDesign } from '../../../../operator/plan/design.ts';
import type { Shape } from '../../../../operator/plan/simulation/shapes.ts';
import { shapeOf } from '../../../../operator/plan/simulation/shapes.ts';
import { simulate } from '../../../../operator/plan/simulation/simulate.ts';
import { givenDesign, givenWorker } from '../../../support/given-design.ts';

const facts = readAwsFacts();
const quotas = quotasOf(facts, 'us-east-1');
const worker = (name: string, over: Partial<WorkerDesign> = {}) =>
  givenWorker(name, {
    durationMs: () => 300,
    maximumConcurrency: 10_000,
    writeUnitsPerEvent: 2,
    objectsPerEvent: 1,
    ...over,
  });
/** Three workers that get everything, ten events in 300 ms, two write units and an object each. */
const design = givenDesign({
  dispatch: { ...givenDesign().dispatch, durationMs: () => 50, maximumConcurrency: 10_000 },
  workers: ['a', 'b', 'c'].map((name) => worker(name)),
});

// Environments of ingest, invocations of dispatch and of one worker, write units of all; and what is not enough.
test.each([
  [100, 10, 0.5, 3, 600, []],
  [1000, 100, 5, 30, 6000, ['markers write units/s of a new table']],
  [
    10_000,
    1000,
    50,
    300,
    60_000,
    [
      'account environments together',
      'markers write units/s of a new table',
      'markers write units/s of a table',
      'a PUT/s of one prefix',
    ],
  ],
  [
    100_000,
    10_000,
    500,
    3000,
    600_000,
    [
      'api requests/s of the account',
      'ingest environments',
      'dispatch messages/s of SNS',
      'a invocations at once',
      'a PUT/s of one prefix',
    ],
  ],
])(
  'at %i a second each stage needs what was computed by hand',
  (perSecond, ingest, dispatch, ofWorker, writes, missing) => {
    // A rate of a million, so that every need is listed.
    const all = needsAt(design, 1e9, quotas).exceeded;
    const needed = (stage: string, what: string) => {
      const found = all.find((one) => one.stage === stage && one.what === what);
      return (found?.perWebhook ?? Number.NaN) * perSecond;
    };
    expect(needed('ingest', 'environments')).toBeCloseTo(ingest);
    expect(needed('dispatch', 'invocations at once')).toBeCloseTo(dispatch);
    expect(needed('a', 'invocations at once')).toBeCloseTo(ofWorker);
    expect(needed('markers', 'write units/s of a table')).toBeCloseTo(writes);
    const exceeded = needsAt(design, perSecond, quotas).exceeded.map(({ stage, what }) => `${stage} ${what}`);
    expect(exceeded).toEqual(expect.arrayContaining([...missing]));
    expect(exceeded.length === 0).toBe(missing.length === 0);
  },
);

test('at 100,000 a second each queue needs 1,000 pollers', () => {
  expect(needsAt(design, 100_000, quotas).pollers).toBe(1000);
});

test('the publish rate is the Region’s, and the lowest where none is told', () => {
  expect(
    ['us-east-1', 'eu-west-1', 'us-east-2', 'eu-north-1'].map((region) => quotasOf(facts, region).snsMessagesPerSecond),
  ).toEqual([30_000, 9000, 1500, 300]);
});

test('a backlog is worked off while the mapping grows as a calculation by hand says', () => {
  // B ÷ d = 10 ÷ 1 s for each invocation, 1,000 a second come in for 200 s: work off (B/d)(5t + 2.5t²) = 1,000 t, so that
  // t = (1,000 − 50) ÷ 25 = 38 s after which nothing waits.
  const byHandSeconds = (1000 - 5 * 10) / (2.5 * 10);
  const slow = givenDesign({
    dispatch: { ...givenDesign().dispatch, durationMs: () => 1, maximumConcurrency: 1250 },
    workers: [worker('a', { durationMs: () => 1000, maximumConcurrency: 1250, writeUnitsPerEvent: 0 })],
  });
  const steady: Shape = { ...shapeOf('steady', 1000), seconds: 200 };
  const { samples } = simulate(slow, steady, quotas, 'a');
  const emptied =
    samples.find(({ second, queues }) => second > 5 && (queues['a']?.backlog ?? 0) < 1)?.second ?? Number.NaN;
  expect({
    simulated: emptied,
    byHand: byHandSeconds,
    isNear: Math.abs(emptied - byHandSeconds) <= 0.05 * byHandSeconds,
  }).toMatchObject({ isNear: true });
});

test('what is accepted ends as a result or as a dead letter, whatever the shape', () => {
  for (const name of ['steady', 'black-friday', 'worker-down-2h', 'poison-flood'] as const) {
    const { accepted, queues } = simulate(design, shapeOf(name, 20), quotas, 'a');
    for (const { name: queue, succeeded, deadLetters } of queues) {
      expect({ queue, ended: Math.round((succeeded + deadLetters) / 10) }).toEqual({
        queue,
        ended: Math.round(accepted / 10),
      });
    }
  }
});

test('what the stage does not let through is answered 429', () => {
  const throttled = { ...design, throttle: { perSecond: 50, burst: 100 } };
  const { throttledByApi, posted } = simulate(throttled, shapeOf('steady', 80), quotas);
  expect(posted - throttledByApi).toBeCloseTo(50 * 600 + 100);
});
