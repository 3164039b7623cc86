import { storedAt } from '#shared/archive/list-span.ts';
import { isDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import type { DoneStub } from '#shared/dead-letters/done-stub.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import { receiptKey, type Receipt } from '#shared/messages/receipt.ts';
import { byKind, type TracePoint } from '#shared/messages/trace.ts';
import type { KnownDelivery } from './known-delivery.ts';

/** All that is known to have happened, in the order of its times; what has none comes last. */
export function pointsOf({
  delivery,
  records,
  archive,
  results,
  markers,
  receipts,
  earlier,
}: KnownDelivery): TracePoint[] {
  const found = results.flatMap((one) => one.found);
  const hasResult = new Set(found.map(({ worker, eventId }) => `${worker}/${eventId}`));
  const points: readonly TracePoint[] = [
    ...receivedPoint(delivery, archive.lines.length > 0 ? 'archive' : 'dead-letter'),
    ...archive.lines.map(({ key, line }) => archivedPoint(key, line.id)),
    ...found.map(({ worker, eventId, key, finishedAt }): TracePoint => ({
      kind: 'result',
      at: finishedAt,
      stage: worker,
      eventId,
      key,
      from: 'result',
    })),
    ...markers,
    ...[...records].flatMap(([id, record]) => [
      ...(earlier.get(id) ?? []).map((receipt) => earlierPoint(record, receipt)),
      ...recordPoints(record, receipts, hasResult.has(id)),
    ]),
  ];
  return points.toSorted(byTimeAndKind);
}

const byTimeAndKind = (one: TracePoint, other: TracePoint) => byTime(one, other) || byKind(one, other);
const byTime = ({ at: one = LAST }: TracePoint, { at: other = LAST }: TracePoint) =>
  one === other ? 0 : one < other ? -1 : 1;
const LAST = '\uffff';

function receivedPoint(
  { receivedAt, source }: KnownDelivery['delivery'],
  from: TracePoint['from'],
): readonly TracePoint[] {
  if (receivedAt === undefined) return [];
  return [{ kind: 'received', at: receivedAt, stage: 'ingest', ...(source && { detail: source }), from }];
}

function archivedPoint(key: string, eventId: string): TracePoint {
  const ms = storedAt(key);
  const at = ms > 0 ? { at: new Date(ms).toISOString() } : {};
  return { kind: 'archived', ...at, stage: 'archive', eventId, key, from: 'archive' };
}

function recordPoints(
  record: DeadLetter | DoneStub,
  receipts: ReadonlyMap<string, Receipt>,
  hasResult: boolean,
): readonly TracePoint[] {
  const { worker: stage, eventId, state, closedAt } = record;
  const named = { stage, eventId, from: 'dead-letter' as const };
  // The result itself tells more.
  const done = state === 'done' && !hasResult ? [{ kind: 'result' as const, ...named, ...at(closedAt) }] : [];
  if (!isDeadLetter(record)) return done;
  const { firstAt, lastAt, class: failureClass, message, requestId } = record.failure;
  return [
    { kind: 'attempt', ...named, at: firstAt, detail: 'the first' },
    {
      kind: 'dead-letter',
      ...named,
      at: lastAt,
      detail: `${failureClass}: ${message}`,
      ...(requestId !== undefined && { requestId }),
    },
    ...runPoint(record, receipts),
    ...done,
  ];
}

/** When this one was sent within its run nobody knows any more. */
const earlierPoint = ({ worker: stage, eventId }: DeadLetter | DoneStub, receipt: Receipt): TracePoint => ({
  kind: 'replayed',
  at: receipt.startedAt,
  stage,
  eventId,
  ...runNamed(receipt.run, receipt),
  from: 'receipt',
});

function runNamed(run: string, receipt: Receipt | undefined) {
  const { reason, kind } = receipt?.request ?? {};
  const by = kind === 'probe' ? ' by the probe' : '';
  return { detail: `run ${run}${by}${reason === undefined ? '' : `: ${reason}`}`, run, key: receiptKey(run) };
}

/** Of the run that acted on it last. */
function runPoint(
  { worker: stage, eventId, run, state, closedAt }: DeadLetter,
  receipts: ReadonlyMap<string, Receipt>,
): readonly TracePoint[] {
  if (run === undefined) return [];
  const receipt = receipts.get(run);
  const isClosedByRun = state === 'discarded' || state === 'replayed';
  return [
    {
      kind: state === 'discarded' ? 'discarded' : 'replayed',
      ...at(isClosedByRun ? closedAt : receipt?.startedAt),
      stage,
      eventId,
      ...runNamed(run, receipt),
      from: receipt ? 'receipt' : 'dead-letter',
    },
  ];
}

const at = (instant: string | undefined) => (instant === undefined ? {} : { at: instant });
