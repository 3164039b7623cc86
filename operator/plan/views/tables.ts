// What a plan shows, as tables: of the terminal, of the page and of the document alike.
import { batchAt } from '../batches.ts';
import { sumOf } from '../cost/bill.ts';
import { BUDGET } from '../cost/budget.ts';
import { COST_STAGES, type LineItem } from '../cost/line-item.ts';
import { edgeName } from '../edge-limits.ts';
import type { Plan } from '../plan.ts';
import type { Simulated } from '../simulation/simulated.ts';

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

/** By what they tell: a page puts charts between them. */
export const overviewTables = (plan: Plan) => ({
  lines: linesTable(plan),
  rates: ratesTable(plan),
  choices: choicesTable(plan),
  ceilings: ceilingsTable(plan),
  needs: needsTable(plan),
  latencies: latencyTable(plan),
});

/** What happens over time, and beside it what formulas say of the same. */
export const simulationTables = (simulated: Simulated): readonly [Table, Table] => [
  simulationTable(simulated),
  byHandTable(simulated),
];

export const tablesOf = (plan: Plan): readonly Table[] => [
  ...Object.values(overviewTables(plan)),
  ...plan.simulations.flatMap(simulationTables),
];

/** A line that rounds to nothing would hide those that count. */
const SHOWN_DOLLARS_MIN = 0.0005;

function linesTable({ bill, bounds, budget, ratePerSecond, design }: Plan): Table {
  const shown = bill.items.filter(({ dollarsPerMillion }) => dollarsPerMillion >= SHOWN_DOLLARS_MIN);
  const row = (item: LineItem) => [item.stage, item.name, dollars(item.dollarsPerMillion), item.formula];
  return {
    title: `Dollars per million webhooks at ${rate(ratePerSecond)}/s`,
    headings: ['stage', 'line', '$/M', 'formula, per webhook'],
    rows: [
      ...shown.map(row),
      ['', 'calls and Lambda', dollars(bill.parts.callsAndLambda), ''],
      ['', 'logs', dollars(bill.parts.logs), ''],
      ['', 'kept', dollars(bill.parts.kept), `all that ${design.retentionDays} days will cost`],
      ['', 'idle', dollars(bill.parts.idle), ''],
      ...(budget ? [budgetRow(budget, edgeName(design))] : []),
      ['', 'together', dollars(bill.dollarsPerMillion), `${dollars(bill.dollarsPerMonth)} a month`],
    ],
    note: `Batches: ${[...bill.batches].map(([name]) => `${name} ${rate(batchAt(bill.batches, name))}`).join(', ')}. How batches fill is an estimate, and the least certain of this: ${dollars(bounds.fullest)} a million if they are as full as they can be, ${dollars(bounds.emptiest)} if as empty. Whether SQS bills what SNS sends AWS does not say clearly: ${dollars(bounds.withoutSendsOfTopic)} if it does not.`,
  };
}

const budgetRow = ({ dollarsPerMillion, isMet }: NonNullable<Plan['budget']>, edge: string) => [
  '',
  `budget with the ${edge}: calls, Lambda and logs`,
  dollars(dollarsPerMillion),
  `${isMet ? 'within' : 'over'} ${dollars(BUDGET.dollarsPerMillion)}`,
];

const saved = (value: number) => (value < 0 ? `−${dollars(-value)}` : dollars(value));

const choicesTable = ({ choices, ratePerSecond }: Plan): Table => ({
  title: `What if, at ${rate(ratePerSecond)}/s`,
  headings: ['setting', 'today', 'alternative', 'saves $/M', 'p95 later', 'and then'],
  rows: choices.map(({ choice, today, alternative, savedPerMillion, laterMs, price }) => [
    choice,
    today,
    alternative,
    saved(savedPerMillion),
    `${(laterMs / 1000).toFixed(1)} s`.replace('-', '−'),
    price,
  ]),
  note: 'One at a time, everything else the same. p95: of the worker that it changes most.',
});

const ofStage = (items: readonly LineItem[], stage: string) => sumOf(items.filter((item) => item.stage === stage));

function ratesTable({ billsByRate }: Plan): Table {
  return {
    title: 'The same by rate: batches fill only at a rate',
    headings: ['webhooks/s', ...COST_STAGES, 'calls, Lambda, logs', '$/M', '$/month'],
    rows: billsByRate.map(({ perSecond, bill }) => [
      rate(perSecond),
      ...COST_STAGES.map((stage) => dollars(ofStage(bill.items, stage))),
      dollars(bill.parts.callsAndLambda + bill.parts.logs),
      dollars(bill.dollarsPerMillion),
      dollars(bill.dollarsPerMonth),
    ]),
  };
}

const ceilingsTable = ({ limits }: Plan): Table => ({
  title: `Ceilings: the first bottleneck is ${limits[0]?.stage}, ${limits[0]?.what}`,
  headings: ['webhooks/s', 'stage', 'limit', 'there are', 'what lifts it'],
  rows: limits.map(({ ceiling, stage, what, quota, lift }) => [rate(ceiling), stage, what, whole(quota), lift]),
  note: 'With full batches, as they come where work waits. The bill takes the smaller ones that come at its rate.',
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

const simulationTable = (simulated: Simulated): Table => ({
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
  note: `Posted ${whole(simulated.posted)}, accepted ${whole(simulated.accepted)}, answered 429 ${whole(simulated.throttledByApi)}, 5xx ${whole(simulated.throttledByLambda)}, ${whole(simulated.secondsAtSnsQuota)} s at the quota of SNS. Waiting is what nobody has taken yet; in flight is what is worked on or hidden until its next attempt. Drained is when nothing waits any longer: what is in flight then ends with the attempts of its row.`,
});

const byHandTable = ({ shape, byHand }: Simulated): Table => ({
  title: `${shape}: the same by hand`,
  headings: ['queue', 'what', 'simulated', 'by hand', 'formula'],
  rows: byHand.map(({ queue, what, simulated, byHand: computed, formula }) => [
    queue,
    what,
    amount(simulated),
    amount(computed),
    formula,
  ]),
});

const amount = (value: number) => (value < 100 ? String(Number(value.toFixed(2))) : whole(value));
