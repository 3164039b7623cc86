import type { TracePoint } from '#shared/messages/trace.ts';

/** A log line is written moments after what it tells of. */
const SAME_WITHIN_MS = 5000;

/**
 * What is stored, and what the logs tell besides. The store tells ends more exactly than a log, where it knows them, but not
 * at which attempt they came; of an event that was replayed it knows the last one alone.
 */
export function mergePoints(stored: readonly TracePoint[], logged: readonly TracePoint[]): readonly TracePoint[] {
  const withAttempts = stored.map((point) => {
    if (point.detail !== undefined || !isResult(point)) return point;
    const line = logged.find((one) => isSame(point, one) && areNear(point, one));
    return line?.detail === undefined ? point : { ...point, detail: line.detail };
  });
  return inOrder([...withAttempts, ...logged.filter((one) => !stored.some((point) => isSame(point, one)))]);
}

const isResult = ({ kind }: TracePoint) => kind === 'archived' || kind === 'result';

/** What lies in the archive is the archive's result, whenever it was put there. */
const isSame = (point: TracePoint, logged: TracePoint) =>
  point.stage === logged.stage &&
  point.eventId === logged.eventId &&
  logged.kind !== 'failed' &&
  ((point.kind === 'archived' && logged.kind === 'result') || (point.kind === logged.kind && areNear(point, logged)));

const areNear = ({ at: one }: TracePoint, { at: other }: TracePoint) =>
  one === undefined || other === undefined || Math.abs(Date.parse(one) - Date.parse(other)) <= SAME_WITHIN_MS;

/** Those without a time stay behind the one that they followed. */
function inOrder(points: readonly TracePoint[]): TracePoint[] {
  let last = '';
  const timed = points.map((point) => ({ point, at: (last = point.at ?? last) }));
  return timed.toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at))).map(({ point }) => point);
}
