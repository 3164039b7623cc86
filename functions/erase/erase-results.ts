import pMap from 'p-map';
import * as v from 'valibot';
import { hourFolder } from '#shared/archive/hour-folder.ts';
import { rewriteObject } from '#shared/archive/rewrite-object.ts';
import type { ObjectListing } from '#shared/ports.ts';
import type { Erasing } from './erasing.ts';
import type { ResultPlace } from './find-result-places.ts';

/** Each is 20 MB at the worst. */
const OBJECTS_AT_ONCE = 4;
/** Calls under way at once, few enough for the client's 50 sockets. */
const CALLS_AT_ONCE = 16;
/** Sixteen of these, unpacked tenfold, are as much as four of the largest. */
const SMALL_BYTES_MAX = 1024 * 1024;

/** Of a result that a worker has kept, as far as it matters here. */
const keptSchema = v.object({
  eventId: v.string(),
  value: v.fallback(v.object({ entries: v.array(v.object({ key: v.string() })) }), { entries: [] }),
});

export interface Found {
  readonly ids: ReadonlySet<string>;
  readonly onTrace: (id: string) => void;
}

/** @param listed of a place of results per batch its objects, of one per event the events' ids as keys */
export const eraseResults = (
  { resultsPrefix, results }: ResultPlace,
  listed: readonly ObjectListing[],
  found: Found,
  erasing: Erasing,
): Promise<void> =>
  results === 'event' ? erasePerEvent(resultsPrefix, listed, found, erasing) : erasePerBatch(listed, found, erasing);

/** What a worker has stored of events that were received in that hour. */
export const listPerBatch = (
  resultsPrefix: string,
  receivedAt: string,
  after: string,
  { results }: Pick<Erasing, 'results'>,
): AsyncIterable<ObjectListing> =>
  results.list(hourFolder(resultsPrefix, receivedAt), after === '' ? undefined : after);

async function erasePerBatch(
  listed: readonly ObjectListing[],
  { ids, onTrace }: Found,
  { results, counts, entries, retentionOfRest }: Erasing,
): Promise<void> {
  const erase = async ({ key }: ObjectListing) => {
    const named = new Set<string>();
    const rewritten = await rewriteObject(
      {
        key,
        isErased(text) {
          const kept = readKept(text);
          if (!kept || !ids.has(kept.eventId)) return false;
          onTrace(kept.eventId);
          for (const entry of kept.value.entries) named.add(entry.key);
          return true;
        },
        retentionDays: (text) => retentionOfRest(key, text),
      },
      results,
    );
    if ('damage' in rewritten) counts.unreadable += 1;
    else counts.results += rewritten.erased;
    const added = [...named].filter((entry) => !entries.has(entry));
    for (const entry of added) entries.add(entry);
    counts.entriesKept += added.length;
  };
  const areSmall = listed.every(({ bytes }) => bytes <= SMALL_BYTES_MAX);
  await pMap(listed, erase, { concurrency: areSmall ? CALLS_AT_ONCE : OBJECTS_AT_ONCE });
}

/** The object's name begins with the event's id; of a forced replay there is another one beside it. */
async function erasePerEvent(
  resultsPrefix: string,
  ids: readonly ObjectListing[],
  { onTrace }: Found,
  { results, counts }: Erasing,
): Promise<void> {
  const erase = async ({ key: id }: ObjectListing) => {
    for await (const { key } of results.list(`${resultsPrefix}${id}.`)) {
      await results.remove(key);
      onTrace(id);
      counts.results += 1;
    }
  };
  await pMap(ids, erase, { concurrency: CALLS_AT_ONCE });
}

function readKept(text: string) {
  try {
    const parsed = v.safeParse(keptSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // Whatever a worker of its own format keeps there names no event that could be compared.
    return undefined;
  }
}
