import type { Trace, TracePoint } from '#shared/messages/trace.ts';
import type { LogLine } from '../../pipeline/pipeline.ts';
import { readTailed, type TailedEvent } from '../read-tailed.ts';
import { searchLogs, type Looked } from './search-logs.ts';
import { textOf } from './text-of.ts';
import type { TracePorts } from './trace-ports.ts';

/** Each event of an array is a search of its own. */
const EVENTS_MAX = 20;

/** What dispatch and the workers logged about these events: what nothing stored tells is how often they were tried. */
export async function findAttempts(
  trace: Trace,
  from: Date,
  ports: TracePorts,
): Promise<Looked<readonly TracePoint[]>> {
  const functions = ports.pipeline.about.workers.map((worker) => worker.function);
  const ids = [...new Set([trace.delivery.id, ...trace.events.map(({ id }) => id)])];
  const names = new Set(ids);
  const looked = await Promise.all(
    ids
      .slice(0, EVENTS_MAX)
      .map((text) => searchLogs({ functions, text, from }, (line) => attemptsOf(line, names), ports)),
  );
  const gap =
    looked.find((one) => one.gap !== undefined)?.gap ??
    (ids.length > EVENTS_MAX ? `The logs were searched for ${EVENTS_MAX} of ${ids.length} events.` : undefined);
  const points = distinct(looked.flatMap(({ found = [] }) => found.flat()));
  return { found: points.filter((point) => !isStored(point, trace)), ...(gap !== undefined && { gap }) };
}

function attemptsOf(line: LogLine, ids: ReadonlySet<string>): readonly TracePoint[] | undefined {
  const requestId = textOf(line.fields?.['requestId']);
  return readTailed(line).flatMap((event) => {
    const { kind, eventId } = event;
    if (eventId === undefined || !ids.has(eventId)) return [];
    if (kind !== 'failed' && kind !== 'dead-letter' && kind !== 'result') return [];
    return [
      {
        kind,
        at: event.at.toISOString(),
        stage: event.step,
        eventId,
        from: 'log' as const,
        ...describeAttempt(event),
        ...(requestId !== undefined && { requestId }),
      },
    ];
  });
}

function describeAttempt({ attempt, detail }: TailedEvent): { readonly detail?: string } {
  const parts = [attempt === undefined ? undefined : `attempt ${attempt}`, detail];
  const text = parts.filter((part) => part !== undefined && part !== '').join(': ');
  return text === '' ? {} : { detail: text };
}

/** A line that names the delivery and its event is found by both. */
const distinct = (points: readonly TracePoint[]): readonly TracePoint[] => [
  ...new Map(
    points.map((point) => [JSON.stringify([point.kind, point.at, point.stage, point.eventId]), point]),
  ).values(),
];

/** A log line is written moments after what it tells of. */
const SAME_WITHIN_MS = 5000;

/** The store tells ends more exactly than a log, where it knows them; of an event that was replayed it knows the last one. */
const isStored = ({ kind, stage, eventId, at }: TracePoint, { points }: Trace) =>
  kind !== 'failed' &&
  points.some(
    (point) =>
      point.stage === stage &&
      point.eventId === eventId &&
      // What lies in the archive is the archive's result, whenever it was put there.
      ((point.kind === 'archived' && kind === 'result') || (point.kind === kind && areNear(point.at, at))),
  );

const areNear = (one: string | undefined, other: string | undefined) =>
  one === undefined || other === undefined || Math.abs(Date.parse(one) - Date.parse(other)) <= SAME_WITHIN_MS;
