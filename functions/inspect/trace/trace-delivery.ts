import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import { isDeadLetter, type DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { DoneStub } from '#shared/dead-letters/done-stub.ts';
import { isUnreadable } from '#shared/dead-letters/read-record.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { TraceAnswer, TraceRequest } from '#shared/messages/inspect-request.ts';
import type { Clock, Objects } from '#shared/ports.ts';
import { isSubscribed } from '#shared/subscriptions/is-subscribed.ts';
import type { WorkerRow } from '#shared/workers/worker-row.ts';
import { eventsOf, type NamedDelivery } from './events-of.ts';
import { findDelivery } from './find-delivery.ts';
import { findMarkers, type MarkerPorts } from './find-markers.ts';
import { findReplays } from './find-replays.ts';
import { findResults } from './find-results.ts';
import { pointsOf } from './points-of.ts';
import { readReceipts } from './read-receipts.ts';
import { createSearchBudget } from './search-budget.ts';
import { standsOf } from './stands-of.ts';

export interface TracePorts extends MarkerPorts {
  readonly store: Pick<DeadLetterStore, 'getMany'>;
  readonly results: Pick<Objects, 'list' | 'get'>;
  readonly rows: readonly WorkerRow[];
  readonly clock: Pick<Clock, 'now'>;
}

/** An array may have thousands; for each of them every worker's place is looked at. */
const EVENTS_MAX = 100;
/** No id of ours is longer; a sender's may be, and would be refused as a key. */
const ID_CHARACTERS_MAX = 256;
/** Every one is a read of its own; a dead letter names one, and those of one delivery mostly the same. */
const RUNS_MAX = 20;

/** Its results are the archive itself, and nobody else is asked for what it is not subscribed to. */
const ARCHIVE = 'archive';
const NOT_ARCHIVED = { lines: [], isWhole: true, gaps: [] } as const;

/** One delivery from its receipt to each worker's end, as far as our stores know it; none where nothing is known of the id. */
export async function traceDelivery({ id, near, hours, event }: TraceRequest, ports: TracePorts): Promise<TraceAnswer> {
  const { results, rows, clock } = ports;
  const budget = createSearchBudget(clock);
  const asked = await readRecords([id], ports);
  const receivedAt = [...asked.records.values()].filter(isDeadLetter).find((one) => one.receivedAt)?.receivedAt;
  const mayHave = rows.filter((row) => !event || isSubscribed(row, event));
  const archive = mayHave.some(({ name }) => name === ARCHIVE)
    ? await findDelivery(
        near === undefined && receivedAt !== undefined
          ? { id, near: new Date(receivedAt), hoursMax: 1 }
          : { id, near: near === undefined ? clock.now() : new Date(near), hoursMax: hours },
        results,
        budget,
      )
    : NOT_ARCHIVED;
  const named = eventsOf(id, archive.lines, [...asked.records.values()]) ?? namedBy(id, event);
  if (!named) return notFound(id, [...asked.gaps, ...archive.gaps]);

  const events = named.events.slice(0, EVENTS_MAX);
  const eventIds = events.map((event) => event.id);
  const { records, gaps } = await readRecords([id, ...idsOf(named, eventIds)], ports);
  const lastRuns = [...records.values()].filter(isDeadLetter).flatMap(({ run }) => run ?? []);
  const replays = await findReplays(records, results, budget);
  const earlierRuns = [...replays.earlier.values()].flat().map(({ run }) => run);
  const receipts = await readReceipts([...new Set(lastRuns)].slice(0, RUNS_MAX), results);
  const markers = await findMarkers(
    { eventIds, runs: [...new Set([...lastRuns, ...earlierRuns])].slice(0, RUNS_MAX) },
    ports,
  );
  const search = { eventIds, receivedAt: dateOf(named.delivery.receivedAt) };
  const found = [];
  // One after the other: they share one budget.
  for (const row of mayHave.filter(({ name }) => name !== ARCHIVE)) {
    found.push(await findResults(row, search, results, budget));
  }
  const known = {
    ...named,
    events,
    records,
    archive,
    results: found,
    markers: markers.points,
    receipts: receipts.receipts,
    earlier: replays.earlier,
  };
  const trace = {
    delivery: named.delivery,
    events: events.map((event) => ({ id: event.id, ...(event.type !== undefined && { type: event.type }) })),
    stands: standsOf(known, rows),
    points: pointsOf(known),
    gaps: [
      ...gaps,
      ...archive.gaps,
      ...receipts.gaps,
      ...replays.gaps,
      ...markers.gaps,
      ...found.flatMap((one) => one.gaps),
      ...leftOut(named, events.length),
      ...unknownMarkers(mayHave),
    ],
  };
  return { trace };
}

/** Of a delivery that has a single event, both have the same id. */
const namedBy = (id: string, event: TraceRequest['event']): NamedDelivery | undefined =>
  event && { delivery: { id, source: event.source }, events: [{ id, ...event }] };

/** Whatever anyone has of these ids: a worker's by the event's, dispatch's by the delivery's. */
async function readRecords(ids: readonly string[], { store, rows }: TracePorts) {
  const workers = ['dispatch', ...rows.map(({ name }) => name)];
  const ours = [...new Set(ids)].filter((id) => id.length <= ID_CHARACTERS_MAX);
  const asked = ours.flatMap((id) => workers.map((worker) => deadLetterId(worker, id)));
  const records = new Map<string, DeadLetter | DoneStub>();
  const gaps: string[] = [];
  for (const [id, { record }] of await store.getMany(asked)) {
    if (isUnreadable(record)) gaps.push(`The dead letter ${id} cannot be read: ${record.unreadable}.`);
    else records.set(id, record);
  }
  return { records, gaps };
}

/** Dispatch's dead letters are named by the delivery, and of an array by its first event, too. */
const idsOf = ({ delivery, events }: NamedDelivery, eventIds: readonly string[]): readonly string[] => [
  delivery.id,
  ...eventIds,
  ...(events.length > 1 || eventIds[0] !== delivery.id ? eventIds.map((one) => `${delivery.id}.${one}`) : []),
];

/** Where all was looked through, there is no trace; where not, it has nothing but that. */
function notFound(id: string, gaps: readonly string[]): TraceAnswer {
  if (gaps.length === 0) return {};
  return { trace: { delivery: { id }, events: [], stands: [], points: [], gaps: [...gaps] } };
}

const dateOf = (instant: string | undefined) => (instant === undefined ? undefined : new Date(instant));

const leftOut = ({ events }: NamedDelivery, shown: number): readonly string[] =>
  events.length > shown ? [`This delivery has ${events.length} events; only ${shown} of them are shown.`] : [];

/** What the key of a marker is beyond the event's id, only the worker itself knows. */
const unknownMarkers = (rows: readonly WorkerRow[]): readonly string[] =>
  rows
    .filter(({ name, markers }) => markers && name !== 'forward')
    .map(({ name }) => `The markers of ${name} were not looked at: only ${name} knows their names.`);
