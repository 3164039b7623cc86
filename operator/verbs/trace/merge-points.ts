import { byKind, type TracePoint } from '#shared/messages/trace.ts';

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
  const known = new Set(stored.flatMap((point) => sameAs(point, logged)));
  return inOrder([...withAttempts, ...logged.filter((one) => !known.has(one))]);
}

/** Whoever replays by hand has the next end within seconds: of those that could be meant it is the nearest. */
function sameAs(point: TracePoint, logged: readonly TracePoint[]): readonly TracePoint[] {
  const same = logged.filter((one) => isSame(point, one));
  if (point.kind === 'archived') return same;
  return same.toSorted((one, other) => apartMs(point, one) - apartMs(point, other)).slice(0, 1);
}

const apartMs = ({ at: one }: TracePoint, { at: other }: TracePoint) =>
  one === undefined || other === undefined ? 0 : Math.abs(Date.parse(one) - Date.parse(other));

const isResult = ({ kind }: TracePoint) => kind === 'archived' || kind === 'result';

/** What lies in the archive is the archive's result, whenever it was put there. */
const isSame = (point: TracePoint, logged: TracePoint) =>
  point.stage === logged.stage &&
  point.eventId === logged.eventId &&
  logged.kind !== 'failed' &&
  ((point.kind === 'archived' && logged.kind === 'result') || (point.kind === logged.kind && areNear(point, logged)));

const areNear = (one: TracePoint, other: TracePoint) => apartMs(one, other) <= SAME_WITHIN_MS;

/** Those without a time stay behind the one that they followed. */
function inOrder(points: readonly TracePoint[]): TracePoint[] {
  let last: TracePoint | undefined;
  const placed = points.map((point) => ({ point, place: (last = point.at === undefined ? (last ?? point) : point) }));
  return placed
    .toSorted(({ place: one }, { place: other }) => byTime(one, other) || byKind(one, other))
    .map(({ point }) => point);
}

const byTime = ({ at: one = '' }: TracePoint, { at: other = '' }: TracePoint) =>
  one < other ? -1 : Number(one > other);
