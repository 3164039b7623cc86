// Two tables that were computed before this model was written: six designs by service, and the price of single choices.
import { readAwsFacts, pricesOf } from '../../../../operator/plan/aws-facts.ts';
import type { Batches } from '../../../../operator/plan/batches.ts';
import { billOf, sumOf } from '../../../../operator/plan/cost/bill.ts';
import type { Design, WorkerDesign } from '../../../../operator/plan/design.ts';
import { givenDesign, givenWorker, longerOf } from '../../../support/given-design.ts';

const prices = pricesOf(readAwsFacts());
const NAMES = ['a', 'b', 'c'];
const inBatches = (dispatch: number, workers: readonly number[]): Batches =>
  new Map([['dispatch', dispatch], ...workers.map((batch, index) => [NAMES[index] ?? '', batch] as const)]);
const within = (actual: number, expected: number, share: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(share * expected);

const three = (over: Partial<WorkerDesign>) => NAMES.map((name) => givenWorker(name, over));
const dispatchTaking = (ms: number) => ({ ...givenDesign().dispatch, durationMs: () => ms });
const powertools = { writeUnitsPerEvent: 2, objectsPerEvent: 1 };
const inAllStages = (ms: number): Partial<Design> => ({
  ingest: { ...givenDesign().ingest, writeUnits: 2 },
  dispatch: { ...dispatchTaking(ms), writeUnits: 2 },
});

// Total, DynamoDB, S3, SQS+SNS, Lambda, logs, API. The table gives its durations in ms: ingest 15, dispatch 25 alone and 30
// with ten, a worker 60 alone and 120 with ten. Of the last two designs it gives none, so that nothing is said of their Lambda.
const WORKED = [
  [
    'naive: one by one, idempotency in all three stages, an object per event',
    1,
    1,
    { ...inAllStages(25), workers: three({ ...powertools, durationMs: () => 60 }) },
    [31.78, 6.25, 15, 5.3, 1.73, 2.5, 1],
  ],
  [
    'batches of ten, the rest the same',
    10,
    10,
    { ...inAllStages(30), workers: three({ ...powertools, durationMs: () => 120 }) },
    [25.38, 6.25, 15, 1.97, 0.46, 0.7, 1],
  ],
  [
    'idempotency in workers only',
    10,
    10,
    { workers: three({ ...powertools, durationMs: () => 120 }) },
    [22.88, 3.75, 15, 1.97, 0.46, 0.7, 1],
  ],
  [
    'the object is the idempotency record',
    10,
    10,
    { workers: three({ objectsPerEvent: 1, durationMs: () => 120 }) },
    [19.13, 0, 15, 1.97, 0.46, 0.7, 1],
  ],
  [
    'a one-unit marker per event, an object per batch',
    10,
    10,
    { workers: three({ writeUnitsPerEvent: 1, objectsPerBatch: 1 }) },
    [7.49, 1.875, 1.5, 1.97, undefined, 0.7, 1, 0.44],
  ],
  [
    'the same in batches of a hundred',
    100,
    100,
    { workers: three({ writeUnitsPerEvent: 1, objectsPerBatch: 1 }) },
    [5.82, 1.875, 0.15, 1.97, undefined, 0.52, 1, 0.3],
  ],
] as const;

test.each(WORKED)('a design costs what its formulas say: %s', (_, dispatch, worker, over, [total, ...columns]) => {
  const { items, dollarsPerMillion } = billOf(
    givenDesign(over),
    1,
    prices,
    inBatches(dispatch, [worker, worker, worker]),
  );
  const services = ['DynamoDB', 'S3', 'SQS+SNS', 'Lambda', 'logs', 'API'] as const;
  const of = (service: (typeof services)[number]) => sumOf(items.filter((item) => item.service === service));
  // The table rounds to a cent.
  const wrong = services.filter((service, index) => {
    const expected = columns[index];
    return expected !== undefined && Math.abs(of(service) - expected) > Math.max(0.01 * expected, 0.005);
  });
  expect(wrong).toEqual([]);
  const [, , , , , , lambdaOfTable] = columns;
  if (lambdaOfTable === undefined) within(dollarsPerMillion, total, 0.01);
  else within(dollarsPerMillion - of('Lambda'), total - lambdaOfTable, 0.01);
});

// This table tells no durations. Four of its lines are solved for them: 20 ms for ingest, 25 ms for dispatch, 12 ms for each
// event of a worker and 40 ms at least, all at 512 MB. The others have no part in that, and show whether the model is right.
const inHundreds = { dispatch: 100, workers: [100, 100, 100], logKilobytes: 0.35 };
const choice = (workers: readonly Partial<WorkerDesign>[], logKilobytes: number) =>
  givenDesign({
    deliveryKilobytes: 5.5,
    messageKilobytes: 5.5,
    ingest: { memoryMegabytes: 512, durationMs: () => 20, writeUnits: 0, reservedConcurrency: undefined },
    dispatch: { ...dispatchTaking(25), memoryMegabytes: 512 },
    workers: workers.map((over, index) =>
      givenWorker(NAMES[index] ?? '', { memoryMegabytes: 512, durationMs: longerOf(40, 12), ...over }),
    ),
    log: { ...givenDesign().log, perInvocationKilobytes: logKilobytes },
  });
const archive = { objectsPerBatch: 1 };
const marked = (writeUnitsPerEvent: number) => ({ writeUnitsPerEvent });
const each = { writeUnitsPerEvent: 2, objectsPerEvent: 1 };
/** Of five sources that are as busy as each other, how many a batch of ten has. */
const SOURCES_IN_TEN = 5 * (1 - 0.8 ** 10);
const mixed = (forward: Partial<WorkerDesign>, ledger: Partial<WorkerDesign>) => [
  archive,
  { share: 0.5, ...forward },
  { share: 0.2, ...ledger },
];
const inTens = { dispatch: 10, workers: [10, 10, 10], logKilobytes: 1 };
/** At 0.4 a second nothing waits together but in a window of 60 s. */
const alone = { dispatch: 1, workers: [1, 1, 1], logKilobytes: 0.35 };

const SOLVED = [
  ['everything everywhere, an object per event', inTens, [archive, each, each], 17.34],
  ['no objects per event, in hundreds', inHundreds, [archive, marked(2), marked(2)], 6.29],
  ['not all to all', inHundreds, mixed(marked(2), marked(2)), 3.93],
  ['not all to all at 0.4 a second', alone, mixed(marked(2), marked(2)), 12.83],
] as const;
const CHECKED = [
  ['everything everywhere, the archive by source', inTens, [{ objectsPerBatch: SOURCES_IN_TEN }, each, each], 19.07],
  ['no objects per event, in tens', inTens, [archive, marked(2), marked(2)], 7.34],
  ['one-unit markers', inHundreds, [archive, marked(1), marked(1)], 5.04],
  ['a marker for one worker only', inHundreds, [archive, marked(0), marked(1)], 4.42],
  ['nothing but the archive', inHundreds, [archive, {}, {}], 3.79],
  ['the object as the marker', inHundreds, mixed(marked(1), { objectsPerEvent: 1 }), 4.37],
  ['not all to all, an object per event', inHundreds, mixed(each, each), 7.43],
  ['a window of 60 s for the archive', { ...alone, workers: [24, 1, 1] }, mixed(marked(2), marked(2)), 6.64],
] as const;
/** The table does not tell how full batches are at 4 a second, either: the first line is solved for it. */
const atFour = { ...alone, dispatch: 5, workers: [4, 4, 4] };

const costs = ({ dispatch, workers, logKilobytes }: typeof inTens, given: readonly Partial<WorkerDesign>[]) =>
  billOf(choice(given, logKilobytes), 1, prices, inBatches(dispatch, workers)).dollarsPerMillion;

test.each(SOLVED)('solved for its durations, which it does not tell: %s', (_, batches, given, expected) => {
  within(costs({ ...batches, workers: [...batches.workers] }, given), expected, 0.01);
});

test.each(CHECKED)(
  'a choice costs what was computed for it, with the durations of other lines: %s',
  (_, batches, given, expected) => {
    within(costs({ ...batches, workers: [...batches.workers] }, given), expected, 0.01);
  },
);

test('at 4 a second the line with a window follows from the batches that the line without was solved for', () => {
  within(costs(atFour, mixed(marked(2), marked(2))), 5.74, 0.01);
  within(costs({ ...atFour, workers: [100, 4, 4] }, mixed(marked(2), marked(2))), 4.31, 0.01);
});

test('what SNS sends may be free, which is told by one setting', () => {
  const design = { ...choice([archive, {}, {}], 0.35), isSendOfTopicBilled: false };
  within(billOf(design, 1, prices, inBatches(100, [100, 100, 100])).dollarsPerMillion, 2.59, 0.01);
});
