import pMap from 'p-map';
import { SPILLED_PREFIX } from '#shared/messages/spilled-message.ts';
import type { ErasePorts } from './erase-ports.ts';

/** Calls under way at once, few enough for the client's 50 sockets. */
const CALLS_AT_ONCE = 16;
/** Of more nobody asks how many. */
const SPILLED_MAX = 1000;

/** How many messages are where nobody can search them, by place; those that have none are left out. */
export async function countWaiting({
  workers,
  depthsOf,
  results,
}: Pick<ErasePorts, 'workers' | 'depthsOf' | 'results'>): Promise<Record<string, number>> {
  const counted = await pMap(
    workers.flatMap((worker) => depthsOf(worker)),
    async ([name, depth]) => [name, await depth.countMessages()] as const,
    { concurrency: CALLS_AT_ONCE },
  );
  let spilled = 0;
  for await (const _ of results.list(SPILLED_PREFIX)) {
    spilled += 1;
    if (spilled >= SPILLED_MAX) break;
  }
  return Object.fromEntries([...counted, ['spilled', spilled] as const].filter(([, count]) => count > 0));
}
