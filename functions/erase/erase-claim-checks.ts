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
      for await (const listed of results.list(key)) {
        if (listed.key !== key) break;
        await results.remove(key);
        counts.claimChecks += 1;
      }
    },
    { concurrency: CALLS_AT_ONCE },
  );
}
