import { describeColumns, type Column, type ColumnsOptions } from '../../terminal/describe-columns.ts';
import { describeSpan, toSecond } from '../../terminal/describe-time.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import { counted, whole } from '../../terminal/whole.ts';
import { wrapColumns } from '../../terminal/wrap-columns.ts';
import type { Status, StepStatus } from '../../verbs/read-status.ts';
import { describeMeasured } from './describe-measured.ts';

/** What could not be asked. */
const UNKNOWN = '?';
/** What a step has none of. */
const NONE = '';

const FEEDS = { enabled: NONE, disabled: 'paused', changing: 'changing', unknown: NONE } as const;

/** The steps in the order in which a webhook meets them, and what could not be asked. */
export function describeStatus({ stage, at, rateMinutes, steps, gaps }: Status, options: ColumnsOptions): string {
  const { paint, columns } = options;
  const span = `in, out and errors: the last ${rateMinutes} minutes`;
  const title = `${paint('bold', stage)}  ${paint('dim', `${toSecond(at.toISOString())}  ${span}`)}`;
  const hurt = steps
    .filter(isHurting)
    .flatMap(({ name, impact }) => (impact === undefined ? [] : [`${name}: ${impact}`]));
  const sentence = (colour: 'red' | 'yellow', text: string) =>
    wrapColumns(plainLine(text), columns).map((line) => paint(colour, line));
  return [
    title,
    describeColumns(steps, COLUMNS, options).trimEnd(),
    ...describeMeasured(steps, options),
    ...hurt.flatMap((line) => sentence('red', line)),
    ...steps.flatMap(describeArriving).flatMap((line) => sentence('yellow', line)),
    ...gaps.flatMap((gap) => sentence('yellow', gap)),
    '',
  ].join('\n');
}

const isHurting = ({ deadLetters, feed }: StepStatus) => (deadLetters?.open ?? 0) > 0 || feed === 'disabled';

const COLUMNS: readonly Column<StepStatus>[] = [
  { heading: 'step', cell: ({ name }) => name },
  { heading: '', cell: ({ feed }) => (feed === undefined ? NONE : FEEDS[feed]), paint: () => 'yellow' },
  {
    heading: 'waiting',
    cell: (step) => ofQueue(step, step.depth && whole(step.depth.waiting + step.depth.delayed)),
    align: 'right',
  },
  { heading: 'at work', cell: (step) => ofQueue(step, step.depth && whole(step.depth.inFlight)), align: 'right' },
  { heading: 'oldest', cell: (step) => ofQueue(step, describeOldest(step)), align: 'right' },
  { heading: 'in/min', cell: ({ inPerMinute }) => describeRate(inPerMinute), align: 'right' },
  { heading: 'out/min', cell: ({ outPerMinute }) => describeRate(outPerMinute), align: 'right' },
  {
    heading: 'function\nerrors',
    cell: ({ failures }) => countOf(failures),
    align: 'right',
    paint: ({ failures = 0 }) => (failures > 0 ? 'red' : undefined),
  },
  {
    heading: 'dead\nletters',
    cell: ({ deadLetters }) => (deadLetters ? countOf(deadLetters.open) : NONE),
    align: 'right',
    paint: ({ deadLetters }) => ((deadLetters?.open ?? 0) > 0 ? 'red' : undefined),
  },
];

/** Ingest has no queue before it. */
const ofQueue = ({ queue }: StepStatus, text: string | undefined) => (queue === undefined ? NONE : (text ?? UNKNOWN));

/** The metric is a minute behind: it still tells the age of what has left the queue. */
const describeOldest = ({ depth, oldestSeconds }: StepStatus) => {
  const isEmpty = depth !== undefined && depth.waiting + depth.delayed + depth.inFlight === 0;
  if (isEmpty || oldestSeconds === 0) return NONE;
  return oldestSeconds === undefined ? undefined : describeSpan(oldestSeconds * 1000);
};

const describeRate = (perMinute: number | undefined) =>
  perMinute === undefined
    ? UNKNOWN
    : perMinute < 10
      ? String(Math.round(perMinute * 10) / 10)
      : whole(Math.round(perMinute));

const countOf = (count: number | undefined) => (count === undefined ? UNKNOWN : whole(count));

/** They are in no list yet. */
function describeArriving({ name, deadLetters }: StepStatus): readonly string[] {
  const waiting = deadLetters?.waiting ?? 0;
  return waiting > 0
    ? [`${name}: ${counted(waiting, 'more dead letter')} on the way, which the keeper has not recorded yet.`]
    : [];
}
