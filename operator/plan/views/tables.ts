// What a plan shows, as tables: of the terminal, of the page and of the document alike.
import { batchAt } from '../batches.ts';
import { sumOf } from '../cost/bill.ts';
import { COST_STAGES, type LineItem } from '../cost/line-item.ts';
import type { Plan } from '../plan.ts';

export interface Table {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly note?: string;
}

export const dollars = (value: number) => `$${value.toFixed(value < 0.01 && value > 0 ? 4 : 2)}`;
export const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const rate = (value: number) =>
  value === Infinity ? 'none' : value < 10 ? String(Number(value.toPrecision(2))) : whole(value);
const seconds = (value: number | undefined) => (value === undefined ? 'over a day' : `${whole(value)} s`);

export const tablesOf = (plan: Plan): readonly Table[] => [
  linesTable(plan),
  ratesTable(plan),
  ceilingsTable(plan),
  needsTable(plan),
  latencyTable(plan),
  ...plan.simulations.map((simulated) => simulationTable(simulated)),
];

/** A line that rounds to nothing would hide those that count. */
const SHOWN_DOLLARS_MIN = 0.0005;

function linesTable({ bill, ratePerSecond }: Plan): Table {
  const shown = bill.items.filter(({ dollarsPerMillion }) => dollarsPerMillion >= SHOWN_DOLLARS_MIN);
  const row = (item: LineItem) => [item.stage, item.name, dollars(item.dollarsPerMillion), item.formula];
  return {
    title: `Dollars per million webhooks at ${rate(ratePerSecond)}/s`,
    headings: ['stage', 'line', '$/M', 'formula, per webhook'],
    rows: [
      ...shown.map(row),
      ['', 'together', dollars(bill.dollarsPerMillion), `${dollars(bill.dollarsPerMonth)} a month`],
    ],
    note: `Batches: ${[...bill.batches].map(([name]) => `${name} ${rate(batchAt(bill.batches, name))}`).join(', ')}.`,
  };
}

const ofStage = (items: readonly LineItem[], stage: string) => sumOf(items.filter((item) => item.stage === stage));

function ratesTable({ billsByRate }: Plan): Table {
  return {
    title: 'The same by rate: batches fill only at a rate',
    headings: ['webhooks/s', ...COST_STAGES, '$/M', '$/month'],
    rows: billsByRate.map(({ perSecond, bill }) => [
      rate(perSecond),
      ...COST_STAGES.map((stage) => dollars(ofStage(bill.items, stage))),
      dollars(bill.dollarsPerMillion),
      dollars(bill.dollarsPerMonth),
    ]),
  };
}

const ceilingsTable = ({ limits }: Plan): Table => ({
  title: `Ceilings: the first bottleneck is ${limits[0]?.stage}, ${limits[0]?.what}`,
  headings: ['webhooks/s', 'stage', 'limit', 'there are', 'what lifts it'],
  rows: limits.map(({ ceiling, stage, what, quota, lift }) => [rate(ceiling), stage, what, whole(quota), lift]),
});

const needsTable = ({ needs }: Plan): Table => ({
  title: 'What each rate needs beyond what there is',
  headings: ['webhooks/s', 'pollers*', 'prefixes', 'not enough'],
  rows: needs.map(({ perSecond, pollers, prefixes, exceeded }) => [
    rate(perSecond),
    whole(pollers),
    whole(prefixes),
    exceeded.length === 0
      ? 'nothing'
      : exceeded
          .map(({ stage, what, needed, quota }) => `${stage}: ${what}, ${whole(needed)} of ${whole(quota)}`)
          .join('; '),
  ]),
  note: '* Of the busiest queue, if its mapping had provisioned pollers.',
});

const latencyTable = ({ latencies }: Plan): Table => ({
  title: 'From the POST to the stored result, while nothing waits',
  headings: ['worker', 'p50', 'p95'],
  rows: latencies.map(({ worker, p50Ms, p95Ms }) => [
    worker,
    `${(p50Ms / 1000).toFixed(1)} s`,
    `${(p95Ms / 1000).toFixed(1)} s`,
  ]),
});

const simulationTable = (simulated: Plan['simulations'][number]): Table => ({
  title: `Over time: ${simulated.shape} (${simulated.about})`,
  headings: ['queue', 'most waiting', 'most at once', 'oldest', 'most in flight', 'dead letters', 'drained after'],
  rows: simulated.queues.map((queue) => [
    queue.name,
    whole(queue.backlogMost),
    queue.concurrencyMost.toFixed(1),
    seconds(queue.ageSecondsMost),
    whole(queue.inFlightMost),
    whole(queue.deadLetters),
    seconds(queue.drainSeconds),
  ]),
  note: `Posted ${whole(simulated.posted)}, accepted ${whole(simulated.accepted)}, answered 429 ${whole(simulated.throttledByApi)}, 5xx ${whole(simulated.throttledByLambda)}, ${whole(simulated.secondsAtSnsQuota)} s at the quota of SNS.`,
});
