import * as v from 'valibot';
import type { Trace, TracePoint } from '#shared/messages/trace.ts';
import type { LogLine } from '../../pipeline/pipeline.ts';
import { readTailed, type TailedEvent } from '../read-tailed.ts';
import { searchLogs, type Looked } from './search-logs.ts';
import { textOf } from './text-of.ts';
import type { TracePorts } from './trace-ports.ts';

/** Each event of an array is a search of its own. */
const EVENTS_MAX = 20;

/** What dispatch and the workers logged about these events: when they were published, and how often they were tried. */
export async function findAttempts(
  { delivery, events }: Pick<Trace, 'delivery' | 'events'>,
  from: Date,
  ports: TracePorts,
): Promise<Looked<readonly TracePoint[]>> {
  const functions = ports.pipeline.about.workers.map((worker) => worker.function);
  const ids = [...new Set([delivery.id, ...events.map(({ id }) => id)])];
  const names = new Set(ids);
  const looked = await Promise.all(
    ids
      .slice(0, EVENTS_MAX)
      .map((text) => searchLogs({ functions, text, from }, (line) => pointsOf(line, names), ports)),
  );
  const gap =
    looked.find((one) => one.gap !== undefined)?.gap ??
    (ids.length > EVENTS_MAX ? `The logs were searched for ${EVENTS_MAX} of ${ids.length} events.` : undefined);
  const points = distinct(looked.flatMap(({ found = [] }) => found.flat()));
  return { found: points, ...(gap !== undefined && { gap }) };
}

function pointsOf(line: LogLine, ids: ReadonlySet<string>): readonly TracePoint[] {
  const { deliveries, message } = line.fields ?? {};
  if (message !== 'Deliveries published') return attemptsOf(line, ids);
  const isMeant =
    Array.isArray(deliveries) && deliveries.some((one) => v.is(publishedSchema, one) && ids.has(one.deliveryId));
  return isMeant ? [{ kind: 'published', at: line.at.toISOString(), stage: 'dispatch', from: 'log' }] : [];
}

const publishedSchema = v.object({ deliveryId: v.string() });

function attemptsOf(line: LogLine, ids: ReadonlySet<string>): readonly TracePoint[] {
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

/** The line of a result tells the attempt only where it was not the first. */
function describeAttempt({ kind, detail, attempt = kind === 'result' ? 1 : undefined }: TailedEvent) {
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
