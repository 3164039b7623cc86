import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import type { TraceStand } from '#shared/messages/trace.ts';
import { isSubscribed } from '#shared/subscriptions/is-subscribed.ts';
import type { WorkerRow } from '#shared/workers/worker-row.ts';
import type { KnownDelivery, KnownEvent } from './known-delivery.ts';

/** Its results are the archive itself. */
const ARCHIVE = 'archive';

/** Where each event stands with each worker, and with dispatch where it never came further. */
export function standsOf(known: KnownDelivery, rows: readonly WorkerRow[]): TraceStand[] {
  const dispatch = [...known.records.values()].flatMap((record): TraceStand[] =>
    record.worker === 'dispatch' && record.state !== 'done'
      ? [{ worker: 'dispatch', eventId: record.eventId, state: stateOfRecord[record.state] }]
      : [],
  );
  const stands = known.events.flatMap((event) =>
    rows.map((row): TraceStand => ({ worker: row.name, eventId: event.id, state: stateOf(event, row, known) })),
  );
  return [...dispatch, ...stands];
}

type State = TraceStand['state'];

/** One that a run holds at the moment is still there. */
const stateOfRecord = {
  open: 'dead-letter',
  replaying: 'dead-letter',
  replayed: 'replayed',
  done: 'result',
  discarded: 'discarded',
  quarantined: 'quarantined',
} as const satisfies Record<string, State>;

function stateOf(event: KnownEvent, row: WorkerRow, known: KnownDelivery): State {
  const record = known.records.get(deadLetterId(row.name, event.id));
  const { hasResult, isWhole } = resultsOf(event, row, known);
  // What an operator has still to decide is the last word; a result that came with a replay is found before it is told.
  if (record && !(record.state === 'replayed' && hasResult)) return stateOfRecord[record.state];
  if (hasResult) return 'result';
  const { type, source } = event;
  if (type === undefined || source === undefined) return 'unknown';
  if (!isSubscribed(row, { type, source })) return 'not-subscribed';
  return isWhole ? 'waiting' : 'unknown';
}

function resultsOf({ id }: KnownEvent, { name }: WorkerRow, { archive, results }: KnownDelivery) {
  if (name === ARCHIVE) {
    return { hasResult: archive.lines.some(({ line }) => line.id === id), isWhole: archive.isWhole };
  }
  const ofWorker = results.find(({ worker }) => worker === name);
  return {
    hasResult: ofWorker?.found.some(({ eventId }) => eventId === id) ?? false,
    isWhole: ofWorker?.isWhole ?? false,
  };
}
