import { quotasOf, readAwsFacts } from '../../../../operator/plan/aws-facts.ts';
import { batchesAt, EMPTIEST, FULLEST, type Sharing } from '../../../../operator/plan/batches.ts';
import { needsAt } from '../../../../operator/plan/capacity/needs.ts';
import type { WorkerDesign } from '../../../../operator/plan/design.ts';
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

const NEW_TABLE = 'markers write units/s of a new table';
const PREFIXES = ['a', 'b', 'c'].map((name) => `${name} PUT/s of one prefix`);

// Environments of ingest, invocations of dispatch and of one worker, write units and PUTs of all, prefixes; and what is not
// enough, the first limit first.
test.each([
  [100, 10, 0.5, 3, 600, 300, 1, []],
  [1000, 100, 5, 30, 6000, 3000, 1, [NEW_TABLE]],
  // Exactly at the account's 10,000 requests, and ingest alone at all of its 1,000 environments: neither is exceeded yet.
  [
    10_000,
    1000,
    50,
    300,
    60_000,
    30_000,
    9,
    [NEW_TABLE, ...PREFIXES, 'account environments together', 'markers write units/s of a table'],
  ],
  [
    100_000,
    10_000,
    500,
    3000,
    600_000,
    300_000,
    86,
    [
      NEW_TABLE,
      ...PREFIXES,
      'account environments together',
      'markers write units/s of a table',
      'api requests/s of the account',
      'ingest environments',
      'dispatch messages/s of SNS',
      'a invocations at once',
      'b invocations at once',
      'c invocations at once',
    ],
  ],
] as const)(
  'at %i a second each stage needs what was computed by hand, and the first limit is the first',
  (perSecond, ingest, dispatch, ofWorker, writes, puts, prefixes, missing) => {
    // A rate of a billion, so that every need is listed.
    const all = needsAt(design, 1e9, quotas).exceeded;
    const needed = (what: string, stage?: string) =>
      all
        .filter((one) => one.what === what && (stage === undefined || one.stage === stage))
        .reduce((sum, one) => sum + one.perWebhook * perSecond, 0);
    expect(needed('environments', 'ingest')).toBeCloseTo(ingest);
    expect(needed('invocations at once', 'dispatch')).toBeCloseTo(dispatch);
    expect(needed('invocations at once', 'a')).toBeCloseTo(ofWorker);
    expect(needed('write units/s of a table')).toBeCloseTo(writes);
    expect(needed('PUT/s of one prefix')).toBeCloseTo(puts);
    const at = needsAt(design, perSecond, quotas);
    expect(at.prefixes).toBe(prefixes);
    expect(at.exceeded.map(({ stage, what }) => `${stage} ${what}`)).toEqual(missing);
  },
);

const passesByItself = (what: string) => what.startsWith('PUT') || what.endsWith('of a new table');

test('once the table is warm and S3 has split its prefixes, concurrency of the account is the first limit at 10,000', () => {
  const left = needsAt(design, 10_000, quotas).exceeded.filter(({ what }) => !passesByItself(what));
  expect(left[0]).toMatchObject({ stage: 'account', what: 'environments together' });
});

test('at 100,000 a second the API is asked for ten times what it gives, and each queue needs 1,000 pollers', () => {
  const { exceeded, pollers } = needsAt(design, 100_000, quotas);
  const api = exceeded.find(({ what }) => what === 'requests/s of the account');
  expect((api?.needed ?? 0) / (api?.quota ?? 1)).toBe(10);
  expect(pollers).toBe(1000);
});

test('the publish rate is the Region’s, and the lowest where none is told', () => {
  expect(
    ['us-east-1', 'eu-west-1', 'us-east-2', 'eu-north-1'].map((region) => quotasOf(facts, region).snsMessagesPerSecond),
  ).toEqual([30_000, 9000, 1500, 300]);
});

test('what is accepted ends as a result or as a dead letter, whatever the shape', () => {
  for (const name of ['steady', 'black-friday', 'worker-down-2h', 'worker-paused-2h', 'poison-flood'] as const) {
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

test('a batch without a window is between that of one poller and that of as many as wait', () => {
  const batchOf = (sharing: Sharing, perSecond: number) => batchesAt(design, perSecond, sharing).get('a') ?? 0;
  const [fullest, emptiest] = [batchOf(FULLEST, 20), batchOf(EMPTIEST, 20)];
  const estimated = batchesAt(design, 20).get('a') ?? 0;
  // 20 a second, away for 0.32 s: one poller finds 6.4, one of five finds 1.3.
  expect(fullest).toBeCloseTo(6.4);
  expect(estimated).toBeCloseTo(1.28);
  expect(emptiest).toBe(1);
});
