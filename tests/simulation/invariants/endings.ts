import { gunzipSync } from 'node:zlib';
import type { ArchiveLine } from '#shared/messages/archive-line.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { Delivery } from '#shared/messages/delivery.ts';
import type { Result } from '#shared/messages/result.ts';
import type { Happening, History } from '../history.ts';

/** What became of everything, as whoever looks into the bucket and the table would find it. */
export interface Endings {
  readonly archived: readonly ArchiveLine[];
  /** Worker → event ids with a result. */
  readonly results: ReadonlyMap<string, ReadonlySet<string>>;
  /** By `<worker>/<event id>`; of those with a message. */
  readonly deadLetters: ReadonlyMap<string, DeadLetter>;
  /** Done before any dead letter of it came by: they have no message. */
  readonly doneStubs: ReadonlySet<string>;
  /** `<source> <sender's event id>` → the event ids that were made of it. */
  readonly eventIds: ReadonlyMap<string, ReadonlySet<string>>;
  /** Event ids of deliveries that dispatch could not publish, or not all of. */
  readonly undispatched: ReadonlyMap<string, DeadLetter>;
}

const read = new WeakMap<History, Endings>();

/** Every invariant looks at the same endings: they are read once. */
export function endingsOf(history: History): Endings {
  const endings = read.get(history) ?? readEndings(history);
  read.set(history, endings);
  return endings;
}

export const keyOf = ({ source, senderEventId }: Pick<Happening, 'source' | 'senderEventId'>) =>
  `${source} ${senderEventId}`;

/** The one id of it; undefined where it left no trace at all. */
export const eventIdOf = (happening: Happening, { eventIds }: Endings): string | undefined => {
  const [id] = eventIds.get(keyOf(happening)) ?? [];
  return id;
};

function readEndings({ world }: History): Endings {
  const archived: ArchiveLine[] = [];
  const results = new Map<string, Set<string>>();
  const eventIds = new Map<string, Set<string>>();
  const name = (source: string | undefined, senderEventId: string | undefined, eventId: string) => {
    if (source === undefined || senderEventId === undefined) return;
    setAt(eventIds, keyOf({ source, senderEventId })).add(eventId);
  };
  for (const [key, { bytes }] of world.stored.results) {
    if (!key.endsWith('.ndjson.gz')) continue;
    for (const line of linesOf(bytes)) {
      if ('specversion' in line) {
        archived.push(line);
        setAt(results, 'archive').add(line.id);
        name(line.source, line.sendereventid, line.id);
      } else setAt(results, line.worker).add(line.eventId);
    }
  }
  const deadLetters = new Map<string, DeadLetter>();
  const doneStubs = new Set<string>();
  const undispatched = new Map<string, DeadLetter>();
  for (const [id, { item }] of world.items['dead-letters']) {
    if (!isDeadLetter(item)) {
      doneStubs.add(id);
      continue;
    }
    deadLetters.set(id, item);
    if (item.worker !== 'dispatch') name(item.source, item.senderEventId, item.eventId);
    else {
      for (const event of (JSON.parse(item.body) as Delivery).events) {
        undispatched.set(event.id, item);
        name(item.source, event.senderEventId, event.id);
      }
    }
  }
  return { archived, results, deadLetters, doneStubs, eventIds, undispatched };
}

const isDeadLetter = (item: unknown): item is DeadLetter => typeof item === 'object' && item !== null && 'body' in item;

const linesOf = (bytes: Buffer): readonly (ArchiveLine | Result)[] =>
  gunzipSync(bytes)
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ArchiveLine | Result);

function setAt(map: Map<string, Set<string>>, key: string): Set<string> {
  const found = map.get(key) ?? new Set<string>();
  map.set(key, found);
  return found;
}
