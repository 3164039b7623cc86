import pMap from 'p-map';
import * as v from 'valibot';
import { hourFolder } from '#shared/archive/hour-folder.ts';
import { ARCHIVE_PREFIX } from '#shared/archive/read-archive.ts';
import { rewriteObject } from '#shared/archive/rewrite-object.ts';
import type { WorkerRow } from '#shared/workers/worker-row.ts';
import type { Erasing } from './erasing.ts';

/** Each is 20 MB at the worst. */
const OBJECTS_AT_ONCE = 4;
/** Calls under way at once, few enough for the client's 50 sockets. */
const CALLS_AT_ONCE = 16;

/** Of a result that a worker has kept, as far as it matters here. */
const keptSchema = v.object({
  eventId: v.string(),
  value: v.fallback(v.object({ entries: v.array(v.object({ key: v.string() })) }), { entries: [] }),
});

/** What workers have made of these events, all of which were received in that hour. The archive is none of them. */
export async function eraseResults(ids: ReadonlySet<string>, receivedAt: string, erasing: Erasing): Promise<void> {
  for (const row of erasing.rows) {
    if (row.resultsPrefix === ARCHIVE_PREFIX) continue;
    // oxlint-disable-next-line no-await-in-loop -- one worker's objects are enough to hold at a time
    await (row.results === 'event' ? erasePerEvent(row, ids, erasing) : erasePerBatch(row, ids, receivedAt, erasing));
  }
}

async function erasePerBatch(
  { resultsPrefix }: WorkerRow,
  ids: ReadonlySet<string>,
  receivedAt: string,
  { results, counts, entries, retentionOfRest }: Erasing,
): Promise<void> {
  const erase = async ({ key }: { readonly key: string }) => {
    const named = new Set<string>();
    const rewritten = await rewriteObject(
      {
        key,
        isErased(text) {
          const kept = readKept(text);
          if (!kept || !ids.has(kept.eventId)) return false;
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
  await pMap(results.list(hourFolder(resultsPrefix, receivedAt)), erase, { concurrency: OBJECTS_AT_ONCE });
}

/** The object's name begins with the event's id; of a forced replay there is another one beside it. */
async function erasePerEvent(
  { resultsPrefix }: WorkerRow,
  ids: ReadonlySet<string>,
  { results, counts }: Erasing,
): Promise<void> {
  const erase = async (id: string) => {
    for await (const { key } of results.list(`${resultsPrefix}${id}.`)) {
      await results.remove(key);
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
