import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoints } from '../../../local/endpoints.ts';
import { awaitEmptyQueues } from '../../support/await-empty-queues.ts';
import { localObjects } from '../../support/local-objects.ts';
import type { FaultProxy } from '../proxy/start-fault-proxy.ts';

const LOOK_EVERY_MS = 50;

export interface QuietPorts {
  readonly endpoints: Endpoints;
  readonly proxy: Pick<FaultProxy, 'heldUp'>;
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

/** Waits until nothing is on its way any more: no request is held up, nothing is spilled, every queue is empty. */
export async function awaitQuiet(ports: QuietPorts): Promise<'quiet' | { readonly stillThere: string }> {
  const { endpoints, proxy, withinMs, signal } = ports;
  const deadline = performance.now() + withinMs;
  const isSoInTime = async (isSo: () => boolean | Promise<boolean>) => {
    while (!(await isSo())) {
      signal.throwIfAborted();
      if (performance.now() > deadline) return false;
      await sleep(LOOK_EVERY_MS);
    }
    return true;
  };
  // What was held up may yet put something on a queue, and what was spilled will: so both are looked at again afterwards.
  for (let isQuiet = false; !isQuiet; isQuiet = proxy.heldUp() === 0 && (await isNothingSpilled(endpoints))) {
    if (!(await isSoInTime(() => proxy.heldUp() === 0)))
      return { stillThere: `Requests are held up after ${withinMs} ms` };
    if (!(await isSoInTime(() => isNothingSpilled(endpoints)))) {
      return { stillThere: `There are spilled deliveries after ${withinMs} ms` };
    }
    const full = await emptied(endpoints, deadline - performance.now());
    signal.throwIfAborted();
    if (full !== undefined) return { stillThere: full };
  }
  return 'quiet';
}

async function emptied(endpoints: Endpoints, withinMs: number): Promise<string | undefined> {
  try {
    await awaitEmptyQueues(endpoints, Math.max(0, withinMs));
    return undefined;
  } catch (error) {
    if (error instanceof Error && error.message.includes('still holds messages')) return error.message;
    throw error;
  }
}

async function isNothingSpilled(endpoints: Endpoints): Promise<boolean> {
  for await (const _ of localObjects(endpoints, 'ResultsBucket').list('spilled/')) return false;
  return true;
}
