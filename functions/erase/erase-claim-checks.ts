import pMap from 'p-map';
import type { Erasing } from './erasing.ts';

/** Calls under way at once, few enough for the client's 50 sockets. */
const CALLS_AT_ONCE = 16;

/** Large bodies, by their keys; those that are not there count for nothing. */
export async function eraseClaimChecks(
  keys: readonly string[],
  { results, claimChecks, counts }: Pick<Erasing, 'results' | 'claimChecks' | 'counts'>,
): Promise<void> {
  const wanted = [...new Set(keys)].filter((key) => key.startsWith('claim-checks/') && !claimChecks.has(key));
  await pMap(
    wanted,
    async (key) => {
      claimChecks.add(key);
      if (!(await isThere(key, results))) return;
      await results.remove(key);
      counts.claimChecks += 1;
    },
    { concurrency: CALLS_AT_ONCE },
  );
}

/** Of an array all elements are cut from one signed body: it stays while one of them that stays has yet to be cut. */
export async function eraseSignedBodies(
  keys: readonly string[],
  receivedAt: string,
  erasing: Pick<Erasing, 'results' | 'claimChecks' | 'counts' | 'isNeeded'>,
): Promise<void> {
  const free: string[] = [];
  for (const key of new Set(keys)) {
    if (erasing.claimChecks.has(key)) continue;
    // oxlint-disable no-await-in-loop -- hardly ever more than one
    if (!(await erasing.isNeeded(key, receivedAt))) free.push(key);
    else if (await isThere(key, erasing.results)) {
      erasing.claimChecks.add(key);
      erasing.counts.bodiesKept += 1;
    }
    // oxlint-enable no-await-in-loop
  }
  await eraseClaimChecks(free, erasing);
}

async function isThere(key: string, results: Pick<Erasing['results'], 'list'>): Promise<boolean> {
  for await (const listed of results.list(key)) return listed.key === key;
  return false;
}
