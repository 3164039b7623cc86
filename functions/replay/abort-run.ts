import type { Receipt } from '#shared/messages/receipt.ts';
import { abortKey, type AbortEntry } from './run/abort-entry.ts';
import { storeOwn } from './run/store-own.ts';
import type { RunPorts } from './run/run-ports.ts';
import { isWorkedOn } from './run/take-turn.ts';

/**
 * Says that the run is to end; whoever works on it looks for that about once a second. Of two who say so the first counts.
 * @returns whether anybody works on it; otherwise the caller finishes it
 * @throws {Error} for a run that has ended
 */
export async function abortRun(
  { run, state, request }: Receipt,
  { reason, who }: Pick<AbortEntry, 'reason' | 'who'>,
  ports: Pick<RunPorts, 'results' | 'clock'>,
): Promise<boolean> {
  if (request.kind === 'probe') throw new Error(`The run ${run} is one of the probe, which ends by itself`);
  if (state === 'finished' || state === 'aborted') throw new Error(`The run ${run} is ${state} already`);
  const entry: AbortEntry = { v: 1, at: ports.clock.now().toISOString(), reason, who };
  await storeOwn(ports.results, abortKey(run), entry);
  return isWorkedOn(run, ports);
}
