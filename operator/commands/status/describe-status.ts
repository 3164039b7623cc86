import { describeColumns, type Column, type ColumnsOptions } from '../../terminal/describe-columns.ts';
import { describeSpan, toSecond } from '../../terminal/describe-time.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import { whole } from '../../terminal/whole.ts';
import type { Status, StepStatus } from '../../verbs/read-status.ts';

/** What could not be asked. */
const UNKNOWN = '?';
/** What a step has none of. */
const NONE = '';

const FEEDS = { enabled: NONE, disabled: 'paused', changing: 'changing', unknown: NONE } as const;

/** The steps in the order in which a webhook meets them, and what could not be asked. */
export function describeStatus({ stage, at, steps, gaps }: Status, options: ColumnsOptions): string {
  const { paint } = options;
  const title = `${paint('bold', stage)}  ${paint('dim', toSecond(at.toISOString()))}`;
  const hurt = steps
    .filter(isHurting)
    .flatMap(({ name, impact }) => (impact === undefined ? [] : [`${name}: ${impact}`]));
  return [
    title,
    describeColumns(steps, COLUMNS, options).trimEnd(),
    ...hurt.map((line) => paint('red', plainLine(line))),
    ...gaps.map((gap) => paint('yellow', plainLine(gap))),
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
    heading: 'failed',
    cell: ({ failures }) => (failures === undefined ? UNKNOWN : whole(failures)),
    align: 'right',
    paint: ({ failures = 0 }) => (failures > 0 ? 'red' : undefined),
  },
  {
    heading: 'dead letters',
    cell: describeDeadLetters,
    align: 'right',
    paint: ({ deadLetters }) => ((deadLetters?.open ?? 0) > 0 ? 'red' : undefined),
  },
];

/** Ingest has no queue before it. */
const ofQueue = ({ queue }: StepStatus, text: string | undefined) => (queue === undefined ? NONE : (text ?? UNKNOWN));

const describeOldest = ({ oldestSeconds }: StepStatus) =>
  oldestSeconds === undefined ? undefined : oldestSeconds === 0 ? '–' : describeSpan(oldestSeconds * 1000);

const describeRate = (perMinute: number | undefined) =>
  perMinute === undefined
    ? UNKNOWN
    : perMinute < 10
      ? String(Math.round(perMinute * 10) / 10)
      : whole(Math.round(perMinute));

function describeDeadLetters({ deadLetters }: StepStatus): string {
  if (!deadLetters) return NONE;
  const { open, waiting = 0 } = deadLetters;
  const arriving = waiting > 0 ? ` (+${whole(waiting)} arriving)` : '';
  return `${open === undefined ? UNKNOWN : whole(open)}${arriving}`;
}
