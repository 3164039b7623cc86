import { describeColumns, type Column, type ColumnsOptions } from '../../terminal/describe-columns.ts';
import { describeSpan } from '../../terminal/describe-time.ts';
import { whole } from '../../terminal/whole.ts';
import type { Measured } from '../../verbs/read-measured.ts';
import type { StepStatus } from '../../verbs/read-status.ts';

interface MeasuredStep {
  readonly name: string;
  readonly measured: Measured;
}

/** What our own metrics tell, below the table of queues; nothing where there is nothing of it yet. */
export function describeMeasured(steps: readonly StepStatus[], options: ColumnsOptions): readonly string[] {
  const known = steps.flatMap(({ name, measured }) => (measured === undefined ? [] : [{ name, measured }]));
  const workers = known.filter(({ name }) => name !== 'ingest');
  const ingest = known.find(({ name }) => name === 'ingest');
  return [
    ...(ingest ? [describeIngest(ingest)] : []),
    ...(workers.length > 0 ? ['', describeColumns(workers, COLUMNS, options).trimEnd()] : []),
  ];
}

function describeIngest({ measured }: MeasuredStep): string {
  const { acceptedPerMinute = 0, rejectedPerMinute = 0, spilledPerMinute = 0 } = measured;
  const spilled = spilledPerMinute > 0 ? `, ${rateOf(spilledPerMinute)} spilled` : '';
  return `ingest: ${rateOf(acceptedPerMinute)} accepted, ${rateOf(rejectedPerMinute)} rejected${spilled} a minute`;
}

const rateOf = (perMinute = 0) =>
  perMinute < 10 ? String(Math.round(perMinute * 10) / 10) : whole(Math.round(perMinute));
const spanOf = (ms: number | undefined) => {
  if (ms === undefined || ms === 0) return '';
  return ms < 1000 ? `${Math.round(ms)}ms` : describeSpan(ms);
};

const COLUMNS: readonly Column<MeasuredStep>[] = [
  { heading: 'step', cell: ({ name }) => name },
  { heading: 'retries\n/min', cell: ({ measured }) => rateOf(measured.retriesPerMinute), align: 'right' },
  { heading: 'duplicates\n/min', cell: ({ measured }) => rateOf(measured.duplicatesPerMinute), align: 'right' },
  { heading: 'end to end\np50', cell: ({ measured }) => spanOf(measured.endToEndP50Ms), align: 'right' },
  { heading: '\np95', cell: ({ measured }) => spanOf(measured.endToEndP95Ms), align: 'right' },
  {
    heading: 'oldest\ndead letter',
    cell: ({ measured }) => spanOf((measured.oldestDeadLetterSeconds ?? 0) * 1000),
    align: 'right',
    paint: ({ measured }) => ((measured.oldestDeadLetterSeconds ?? 0) > 0 ? 'red' : undefined),
  },
];
