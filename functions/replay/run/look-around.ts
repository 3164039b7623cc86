import { storeReceipt } from '#shared/dead-letters/store-receipt.ts';
import { abortKey, abortSchema } from './abort-entry.ts';
import { receiptOf, type LiveRun } from './live-run.ts';
import { createLiveTraffic } from './live-traffic.ts';
import { readIfThere } from './read-entry.ts';
import type { RunPorts } from './run-ports.ts';

/**
 * What a run looks at and tells about once a second: that it still works, whether somebody wants it to end, whether live
 * traffic needs the worker, and how far it has come.
 * @param sendsTo whose work queue it sends to, if to any
 */
export function lookAround(
  live: LiveRun,
  sendsTo: string | undefined,
  ports: RunPorts,
): readonly (() => Promise<void>)[] {
  const { results, clock } = ports;
  const succeeded = () => live.progress.tally.counts().succeeded;
  const succeededBefore = succeeded();
  const traffic = sendsTo === undefined ? undefined : createLiveTraffic(ports.depthOf(sendsTo), clock);
  return [
    () => live.turn.renew(),
    async () => {
      const aborted = await readIfThere(results, abortKey(live.receipt.run), abortSchema);
      if (aborted) live.aborted = aborted;
    },
    async () => {
      if (traffic) live.isLiveTrafficInTheWay = await traffic.isInTheWay(succeeded() - succeededBefore);
    },
    async () => {
      // Whoever has taken over writes it.
      if (!live.turn.hasPassed()) await storeReceipt(results, receiptOf(live, 'running', clock));
    },
  ];
}
