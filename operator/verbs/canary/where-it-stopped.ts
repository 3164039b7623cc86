import type { Trace } from '#shared/messages/trace.ts';
import type { Clock } from '#shared/ports.ts';
import { CANARY_SOURCE } from '#shared/subscriptions/is-subscribed.ts';
import { CommandError } from '../../command-error.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { feedOf } from '../feed.ts';

export interface Stop {
  readonly at: 'ingest' | 'dispatch' | 'canary' | 'unknown';
  /** The end of a sentence. */
  readonly why: string;
}

export interface StopPorts {
  readonly pipeline: Pick<Pipeline, 'mappings' | 'logs'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly signal: AbortSignal;
}

/** Longer than any canary is waited for. */
const LOOK_BACK_MS = 600_000;

/** The last place an accepted canary is known to have reached, as far as whoever asks may look. */
export async function whereItStopped(deliveryId: string, trace: Trace | undefined, ports: StopPorts): Promise<Stop> {
  const dead = trace?.stands.find(({ state }) => state === 'dead-letter' || state === 'quarantined');
  if (dead) {
    const told = trace?.points.findLast(({ kind }) => kind === 'dead-letter')?.detail;
    const at = dead.worker === 'dispatch' ? 'dispatch' : 'canary';
    return { at, why: `it is a dead letter of ${dead.worker}${told === undefined ? '' : `: ${told}`}` };
  }
  for (const worker of ['dispatch', CANARY_SOURCE] as const) {
    const isPaused = await mayLook(
      async () => feedOf(await ports.pipeline.mappings.of(worker, ports.signal)) === 'disabled',
    );
    if (isPaused === true) return { at: worker, why: `${worker} is paused, and its queue keeps it` };
  }
  const isPublished = await mayLook(() => isToldByDispatch(deliveryId, ports));
  if (isPublished === undefined) {
    return { at: 'unknown', why: 'it has no result in time; who may read the logs is told how far it came' };
  }
  if (isPublished) return { at: 'canary', why: 'dispatch has published it, and the worker canary has no result of it' };
  return { at: 'dispatch', why: 'ingest has accepted it, and dispatch has not published it' };
}

async function isToldByDispatch(text: string, { pipeline, clock, signal }: StopPorts): Promise<boolean> {
  const from = new Date(clock.now().getTime() - LOOK_BACK_MS);
  for await (const _ of pipeline.logs.find({ functions: ['dispatch'], text, from }, signal)) return true;
  return false;
}

/** Undefined for who has no right to look: the canary itself needs none of these. */
async function mayLook<Answer>(look: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}
