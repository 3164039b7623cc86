import { ARCHIVE_PREFIX } from '#shared/archive/read-archive.ts';
import type { Objects } from '#shared/ports.ts';
import type { WorkerRow } from '#shared/workers/worker-row.ts';

/** Where one worker keeps its results, and in which of the two ways. */
export type ResultPlace = Pick<WorkerRow, 'resultsPrefix' | 'results'>;

/** Below it each worker has a folder of its own, unless its row says another. */
const RESULTS_PREFIX = 'results/';

/** Those of every row but the archive's, and folders that belong to no row: of workers that were removed or renamed. */
export async function findResultPlaces(
  rows: readonly WorkerRow[],
  results: Pick<Objects, 'list'>,
): Promise<readonly ResultPlace[]> {
  const places: ResultPlace[] = rows.filter(({ resultsPrefix }) => resultsPrefix !== ARCHIVE_PREFIX);
  let after: string | undefined;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each folder is found behind the one before
    const key = await firstKey(results.list(RESULTS_PREFIX, after));
    if (key === undefined) return places;
    const folder = /^results\/[^/]*(?=\/)/.exec(key)?.[0];
    if (folder !== undefined && !rows.some(({ resultsPrefix }) => resultsPrefix.startsWith(`${folder}/`))) {
      // Nobody knows any more in which way it was kept.
      for (const per of ['batch', 'event'] as const) places.push({ resultsPrefix: `${folder}/`, results: per });
    }
    // The sign behind the slash: behind everything in that folder, and before the next one.
    after = folder === undefined ? key : `${folder}0`;
  }
}

async function firstKey(listed: AsyncIterable<{ readonly key: string }>): Promise<string | undefined> {
  for await (const { key } of listed) return key;
  return undefined;
}
