import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { replayAnswerSchema, type ReplayRequest } from '#shared/messages/replay-request.ts';
import type { Endpoints } from '../../../local/endpoints.ts';
import { invokeFunction } from '../../support/invoke-function.ts';
import { localDeadLetters } from '../../support/local-dead-letters.ts';

const REASON = 'What chaos broke is tried again';
/** What a claim or a lease holds is free within a minute; the rest is replayed at once. */
const HEALED_WITHIN_MS = 180_000;
const LOOK_AGAIN_MS = 250;
/** A request takes ten thousand ids. */
const IDS_AT_ONCE = 5000;

export interface ReplayPorts {
  readonly endpoints: Endpoints;
  /** `dispatch` first: what it could not publish becomes work of the others. */
  readonly workers: readonly string[];
  readonly isPoison: (worker: string, eventId: string) => boolean;
  readonly awaitQuiet: () => Promise<void>;
  /** After the first round: the second must come to an end. */
  readonly calm: () => void;
}

export interface Replayed {
  /** How many dead letters were sent back. */
  readonly sent: number;
  /** Runs that ended with an error, because chaos met them as well. */
  readonly failedRuns: number;
}

/** Through the real function, as an operator would: all at first, then whatever is no poison, until nothing of it is left. */
export async function replayTheRest(ports: ReplayPorts): Promise<Replayed> {
  const { endpoints, workers, awaitQuiet, calm } = ports;
  let [sent, failedRuns] = [0, 0];
  const replay = async (request: ReplayRequest) => {
    try {
      sent += v.parse(replayAnswerSchema, await invokeFunction(endpoints, 'replay', request)).succeeded;
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('replay failed')) throw error;
      failedRuns += 1;
    }
  };

  const deadline = performance.now() + HEALED_WITHIN_MS;
  for (const from of workers) await replay({ replay: { from, all: true, reason: REASON } });
  await awaitQuiet();
  calm();
  while (performance.now() < deadline) {
    const waiting = await findWaiting(ports);
    if (waiting.length === 0) break;
    for (const { from, ids } of waiting) await replay({ replay: { from, ids, reason: REASON } });
    await awaitQuiet();
    await sleep(LOOK_AGAIN_MS);
  }
  return { sent, failedRuns };
}

async function findWaiting({ endpoints, workers, isPoison }: ReplayPorts) {
  const { store } = localDeadLetters(endpoints);
  const waiting: { from: string; ids: string[] }[] = [];
  for (const from of workers) {
    const ids: string[] = [];
    for (const state of ['open', 'replaying'] as const) {
      for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
        const page = await store.page({ worker: from, state, ...(after !== undefined && { after }) });
        ids.push(...page.deadLetters.map(({ eventId }) => eventId).filter((id) => !isPoison(from, id)));
        after = page.next;
      }
    }
    if (ids.length > 0) waiting.push({ from, ids: ids.slice(0, IDS_AT_ONCE) });
  }
  return waiting;
}
