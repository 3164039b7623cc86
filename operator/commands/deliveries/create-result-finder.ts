import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as v from 'valibot';
import type { Clock, Objects } from '#shared/ports.ts';

/**
 * Keys sort by the time at which their writing began, and a write takes ten seconds at most (shared/aws): what is still
 * to appear sorts behind every key that was seen this long ago. Listing from there keeps a look cheap, however many
 * objects an hour has.
 */
const SETTLED_AFTER_MS = 12_000;
const HOUR_MS = 60 * 60 * 1000;
/** Objects read at once: enough to hide their latency, few enough to leave the emulator time for the pipeline. */
const READS_AT_ONCE = 8;

/** Results name their event; an archive line is a CloudEvent, whose own id is the event's. */
const resultSchema = v.union([
  v.pipe(
    v.object({ eventId: v.string() }),
    v.transform(({ eventId }) => eventId),
  ),
  v.pipe(
    v.object({ id: v.string() }),
    v.transform(({ id }) => id),
  ),
]);

export interface ResultFinder {
  /** Skips what is there already; what is sent from now on is written behind it. */
  begin(): Promise<void>;
  /**
   * The ids of the events whose results appeared since the last call.
   * @param awaited the events whose results somebody waits for; others may be found as well
   */
  find(awaited: readonly string[]): Promise<readonly string[]>;
}

/** Looks through the objects of gzipped NDJSON that a worker keeps under `<prefix>date=…/hour=…/`, from this hour on. */
export function createResultFinder(objects: Objects, prefix: string, clock: Clock): ResultFinder {
  const startedAt = clock.now();
  const folders = new Map<string, Folder>();
  // Kept over a look that fails half-way, so that the next one reports what this one had read.
  const found: string[] = [];
  const openFolders = () =>
    hoursBetween(startedAt, clock.now()).map((hour) => {
      const path = `${prefix}date=${hour.slice(0, 10)}/hour=${hour.slice(11, 13)}/`;
      const folder: Folder = folders.get(path) ?? { path, seen: new Map() };
      folders.set(path, folder);
      return folder;
    });

  return {
    async begin() {
      for (const folder of openFolders()) {
        for await (const { key } of objects.list(folder.path)) folder.settled = key;
      }
    },
    async find() {
      const nowMs = clock.now().getTime();
      const fresh = (await Promise.all(openFolders().map((folder) => listFresh(folder, objects, nowMs))))
        .flat()
        .values();
      const lane = async () => {
        for (const { folder, key } of fresh) {
          found.push(...(await readEventIds(objects, key)));
          folder.seen.set(key, nowMs);
        }
      };
      // All lanes come to their end before one's failure counts: the next look must not meet them still reading.
      const lanes = await Promise.allSettled(Array.from({ length: READS_AT_ONCE }, lane));
      const failed = lanes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
      return found.splice(0);
    },
  };
}

interface Folder {
  readonly path: string;
  /** Keys that were read → when; only those behind `settled`. */
  readonly seen: Map<string, number>;
  settled?: string;
}

async function listFresh(folder: Folder, objects: Objects, nowMs: number) {
  const fresh: { readonly folder: Folder; readonly key: string }[] = [];
  for await (const { key } of objects.list(folder.path, folder.settled)) {
    const seenAtMs = folder.seen.get(key);
    if (seenAtMs === undefined) {
      fresh.push({ folder, key });
    } else if (fresh.length === 0 && nowMs - seenAtMs > SETTLED_AFTER_MS) {
      folder.settled = key;
      folder.seen.delete(key);
    }
  }
  return fresh;
}

async function readEventIds(objects: Objects, key: string): Promise<readonly string[]> {
  const stored = await objects.get(key);
  if (stored === 'missing') return [];
  const lines = (await promisify(gunzip)(stored.bytes)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => v.parse(resultSchema, JSON.parse(line)));
}

/** Folders are by the hour of arrival in UTC. */
function hoursBetween(from: Date, to: Date): readonly string[] {
  const first = Math.floor(from.getTime() / HOUR_MS);
  const count = Math.floor(to.getTime() / HOUR_MS) - first + 1;
  return Array.from({ length: count }, (_, index) => new Date((first + index) * HOUR_MS).toISOString());
}
