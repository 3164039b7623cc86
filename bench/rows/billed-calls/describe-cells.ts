import type { RowReport, Table } from '../../row.ts';
import { atFanOut } from './fan-out.ts';
import type { PricedRun } from './price-run.ts';
import type { BillingRates } from './rates-of.ts';

export interface Cells {
  /** By webhooks a second. */
  readonly byRate: ReadonlyMap<number, PricedRun>;
  /** By kilobytes of a body, in full batches. */
  readonly bySize: ReadonlyMap<number, PricedRun>;
  readonly naiveBySize: ReadonlyMap<number, PricedRun>;
}

/** Design §8, without logs. */
const BUDGET_DOLLARS = 4.5;
const BUDGET_RATES = [40, 400] as const;
const FAN_OUTS = [1, 3, 10] as const;
const BODY_KILOBYTES = 4;
/** Less is shown nowhere: it would be cents per hundred million. */
const SHOWN_DOLLARS_MIN = 0.0005;

const dollars = (value: number | undefined) => (value === undefined ? '–' : `$${value.toFixed(2)}`);
const times = (theirs: number | undefined, ours: number | undefined) =>
  theirs === undefined || ours === undefined ? '–' : `${(theirs / ours).toFixed(1)} ×`;

export function describeCells(cells: Cells, rates: BillingRates): RowReport {
  const naive = cells.naiveBySize.get(BODY_KILOBYTES);
  const at40 = cells.byRate.get(40);
  return {
    tables: [
      byRateTable(cells, rates),
      fanOutTable(at40, naive),
      sizesTable(cells),
      ...(at40 ? [linesTable('Ours at 40/s, line by line', at40)] : []),
      ...(naive ? [linesTable('The reference, line by line', naive)] : []),
    ],
    budgets: BUDGET_RATES.map((rate) => {
      const measured = cells.byRate.get(rate)?.callsAndLambda ?? Number.NaN;
      return {
        what: `AWS cost per million webhooks at ${rate}/s, 4 KB, archive 100 %, forward 50 %, ledger 20 %`,
        budget: `≤ ${dollars(BUDGET_DOLLARS)}`,
        measured: `${dollars(measured)}, and ${dollars(cells.byRate.get(rate)?.logs)} of logs`,
        met: measured <= BUDGET_DOLLARS,
      };
    }),
    figures: Object.fromEntries([
      ...[...cells.byRate].flatMap(([rate, run]) => [
        [`callsAndLambdaAt${rate}`, run.callsAndLambda],
        [`logsAt${rate}`, run.logs],
      ]),
      ...(naive ? [['naiveCallsAndLambda', naive.callsAndLambda]] : []),
    ]),
  };
}

function byRateTable({ byRate, naiveBySize }: Cells, { planned }: BillingRates): Table {
  const naive = naiveBySize.get(BODY_KILOBYTES);
  return {
    title: 'Dollars per million webhooks by rate',
    columns: [
      'webhooks/s',
      'calls + Lambda',
      'plan says',
      'off by',
      'logs',
      'plan says',
      'naive',
      'naive logs',
      'naive ÷ ours',
    ],
    rows: [...byRate].map(([rate, { callsAndLambda, logs }]) => {
      const { parts } = planned(rate, BODY_KILOBYTES);
      const off = (100 * (callsAndLambda - parts.callsAndLambda)) / parts.callsAndLambda;
      return [
        rate,
        dollars(callsAndLambda),
        dollars(parts.callsAndLambda),
        `${off >= 0 ? '+' : '−'}${Math.abs(off).toFixed(1)} %`,
        dollars(logs),
        dollars(parts.logs),
        dollars(naive?.callsAndLambda),
        dollars(naive?.logs),
        times(naive?.callsAndLambda, callsAndLambda),
      ];
    }),
    note:
      'Counted: every call of the functions, invocations, messages and their bytes, lines of log. Run at the rate with the settings of stage prod, ' +
      '400/s with batches as full as they can be. Assumed as in the plan: durations, receives that bring up to ten messages of a batch, Lambda’s own ' +
      'lines and the access log. Not in it: schedules, polls that bring nothing, copies of configuration read again, and what is kept. The reference’s ' +
      'calls do not depend on the rate.',
  };
}

function fanOutTable(ours: PricedRun | undefined, naive: PricedRun | undefined): Table {
  return {
    title: 'Calls and Lambda by fan-out: every worker gets every event, 4 KB, 40/s',
    columns: ['workers', 'ours', 'naive', 'naive ÷ ours'],
    rows: FAN_OUTS.map((workers) => {
      const [own, theirs] = [ours && atFanOut(ours, workers), naive && atFanOut(naive, workers)];
      return [workers, dollars(own), dollars(theirs), times(theirs, own)];
    }),
    note: 'Computed from the counted calls of each worker: archive, with forward and ledger at three, with seven more like the archive at ten.',
  };
}

function sizesTable({ bySize, naiveBySize }: Cells): Table {
  return {
    title: 'Calls and Lambda by the size of a body, in full batches',
    columns: ['KB', 'ours', 'naive', 'naive ÷ ours'],
    rows: [...bySize]
      .toSorted(([one], [other]) => one - other)
      .map(([kilobytes, { callsAndLambda }]) => {
        const theirs = naiveBySize.get(kilobytes)?.callsAndLambda;
        return [kilobytes, dollars(callsAndLambda), dollars(theirs), times(theirs, callsAndLambda)];
      }),
    note: 'Two hundred webhooks each, so that batches are no larger than that. At 256 KB SNS refuses what the reference publishes.',
  };
}

const linesTable = (title: string, { lines }: PricedRun): Table => ({
  title,
  columns: ['call', 'per webhook', '$ per million'],
  rows: lines
    .filter(({ perMillion }) => perMillion >= SHOWN_DOLLARS_MIN)
    .toSorted((one, other) => other.perMillion - one.perMillion)
    .map(({ what, perWebhook, perMillion }) => [what, Number(perWebhook.toPrecision(3)), `$${perMillion.toFixed(3)}`]),
});
