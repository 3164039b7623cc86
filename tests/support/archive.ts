import { gunzipSync } from 'node:zlib';
import type { ArchiveLine } from '#shared/messages/archive-line.ts';
import { localObjects } from './local-objects.ts';
import type { Endpoints } from '../../local/endpoints.ts';

/** Each look costs milliseconds of the processor that what is waited for needs itself. */
const LOOK_EVERY_MS = 100;

/** Reads what lies under archive/, in order; objects that it has read before are not read again. */
export function createArchiveReader(endpoints: Endpoints) {
  const objects = localObjects(endpoints, 'ResultsBucket');
  const seen = new Set<string>();
  const lines: ArchiveLine[] = [];

  const readNew = async () => {
    for await (const { key } of objects.list('archive/')) {
      if (seen.has(key)) continue;
      const stored = await objects.get(key);
      if (stored === 'missing') throw new Error(`${key} was listed and is gone`);
      seen.add(key);
      for (const text of gunzipSync(stored.bytes).toString('utf8').split('\n').filter(Boolean)) {
        lines.push(JSON.parse(text) as ArchiveLine);
      }
    }
  };

  return {
    /** All lines so far. */
    lines: async (): Promise<readonly ArchiveLine[]> => {
      await readNew();
      return lines;
    },
    /** One line for each of these deliveries, as soon as all are there. */
    async waitFor(deliveryIds: Iterable<string>, withinMs = 30_000): Promise<ReadonlyMap<string, ArchiveLine>> {
      const wanted = new Set(deliveryIds);
      const deadline = Date.now() + withinMs;
      for (;;) {
        await readNew();
        const found = new Map(
          lines.filter((line) => wanted.has(line.deliveryid)).map((line) => [line.deliveryid, line]),
        );
        if (found.size === wanted.size) return found;
        if (Date.now() > deadline)
          throw new Error(
            `${wanted.size - found.size} of ${wanted.size} deliveries are not archived after ${withinMs} ms`,
          );
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
  };
}
