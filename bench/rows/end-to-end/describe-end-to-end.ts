import type { Budget, RowReport, Table } from '../../row.ts';
import { median, pairedRatios, quantile, shown, shownRatio } from '../../statistics.ts';
import type { Drained, Latencies } from './measured-pipeline.ts';

export interface OfContender {
  readonly readySeconds: readonly number[];
  /** The first webhook after a start, to the last of its results. */
  readonly coldMs: readonly number[];
  readonly drained: readonly Drained[];
  readonly latencies: readonly (Latencies & { readonly perSecond: number | undefined })[];
}

export interface EndToEnd {
  readonly ours: OfContender;
  readonly naive: OfContender;
  readonly reloadSeconds: readonly number[];
}

/** Design §8, on 2 cores. */
const READY_SECONDS_MAX = 5;
const RELOAD_SECONDS_MAX = 1;
const PER_SECOND_MIN = 500;

export function describeEndToEnd({ ours, naive, reloadSeconds }: EndToEnd): RowReport {
  const accepted = medianOf(ours, 'acceptedPerSecond');
  const results = medianOf(ours, 'resultsPerSecond');
  const ready = median(ours.readySeconds);
  const reload = median(reloadSeconds);
  return {
    tables: [throughputTable(ours, naive), latencyTable(ours, naive), startTable(ours, naive, reload)],
    budgets: [
      atLeast('accepted per second, workers paused', accepted),
      atLeast('results per second, draining', results),
      atMost('start to ready, after packaging', ready, READY_SECONDS_MAX),
      atMost('an edit until it is in force', reload, RELOAD_SECONDS_MAX),
    ],
    figures: {
      acceptedPerSecond: accepted,
      resultsPerSecond: results,
      cpuMsPerAccepted: medianOf(ours, 'cpuMsPerAccepted'),
      cpuMsPerResult: medianOf(ours, 'cpuMsPerResult'),
      readySeconds: ready,
      reloadSeconds: reload,
      coldMs: median(ours.coldMs),
      naiveAcceptedPerSecond: medianOf(naive, 'acceptedPerSecond'),
      naiveResultsPerSecond: medianOf(naive, 'resultsPerSecond'),
    },
  };
}

const figuresOf = ({ drained }: OfContender, figure: keyof Drained): readonly number[] =>
  drained.map((one) => one[figure]);
const medianOf = (contender: OfContender, figure: keyof Drained): number => median(figuresOf(contender, figure));

const atLeast = (what: string, measured: number): Budget => ({
  what,
  budget: `≥ ${PER_SECOND_MIN}/s`,
  measured: `${shown(measured)}/s`,
  met: measured >= PER_SECOND_MIN,
});
const atMost = (what: string, measured: number, budget: number): Budget => ({
  what,
  budget: `≤ ${budget} s`,
  measured: `${measured.toFixed(2)} s`,
  met: measured <= budget,
});

function throughputTable(ours: OfContender, naive: OfContender): Table {
  const row = (what: string, figure: keyof Drained) => {
    const [own, theirs] = [figuresOf(ours, figure), figuresOf(naive, figure)];
    return [what, shown(median(own)), shown(median(theirs)), shownRatio(pairedRatios(own, theirs))];
  };
  return {
    title: 'Throughput: accepted while everything is paused, then drained',
    columns: ['', 'ours', 'naive', 'ours ÷ naive, paired'],
    rows: [
      row('accepted/s', 'acceptedPerSecond'),
      row('CPU ms per accepted webhook', 'cpuMsPerAccepted'),
      row('results/s', 'resultsPerSecond'),
      row('CPU ms per result', 'cpuMsPerResult'),
    ],
    note:
      'Medians of rounds in turn; 4 KB of the mix, 1.7 results per webhook. CPU of the whole local process: front, functions and the emulated AWS. ' +
      'The sender has a process of its own and takes its share of the same cores.',
  };
}

function latencyTable(ours: OfContender, naive: OfContender): Table {
  return {
    title: 'From the POST: to its answer, and to each stored result (ms)',
    columns: ['load', 'pipeline', 'answer p50', 'answer p99', 'result p50', 'result p99'],
    rows: ours.latencies.flatMap((own, index) => {
      const load = own.perSecond === undefined ? 'full' : `${own.perSecond}/s`;
      const theirs = naive.latencies[index];
      return [{ name: 'ours', ...own }, ...(theirs ? [{ name: 'naive', ...theirs }] : [])].map(
        ({ name, answerMs, resultMs }) => [
          load,
          name,
          shown(quantile(answerMs, 0.5)),
          shown(quantile(answerMs, 0.99)),
          shown(quantile(resultMs, 0.5)),
          shown(quantile(resultMs, 0.99)),
        ],
      );
    }),
    note:
      'Stage local has no batching windows. Counted from when a request was due, so that one that had to wait for its turn counts the wait; ' +
      'a result is there when its object is in the bucket.',
  };
}

const startTable = (ours: OfContender, naive: OfContender, reloadSeconds: number): Table => ({
  title: 'Start',
  columns: ['', 'ours', 'naive'],
  rows: [
    ['start to ready, s', median(ours.readySeconds).toFixed(2), median(naive.readySeconds).toFixed(2)],
    ['first webhook, cold, to its last result, ms', shown(median(ours.coldMs)), shown(median(naive.coldMs))],
    ['an edit until it is in force, s', reloadSeconds.toFixed(2), '–'],
  ],
  note: 'Ours has 13 functions, the reference five.',
});
