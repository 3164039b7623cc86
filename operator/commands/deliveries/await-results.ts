import { setTimeout as wait } from 'node:timers/promises';
import type { ResultFollower } from './create-result-follower.ts';

/** A result's time is as exact as this. */
const LOOK_EVERY_MS = 20;

/**
 * Looks for results beside the sending and after it, until all are there, nothing new came for `timeoutSeconds`, or
 * the signal says stop.
 */
export async function awaitResults(
  follower: Pick<ResultFollower, 'look' | 'waiting'>,
  sending: Promise<void>,
  {
    timeoutSeconds,
    now,
    signal,
  }: { readonly timeoutSeconds: number; readonly now: () => number; readonly signal: AbortSignal },
): Promise<void> {
  const state = { isSending: true };
  const sent = sending.finally(() => {
    state.isSending = false;
  });
  // A failure of the sending is thrown where it is awaited below, not while we still look.
  sent.catch(() => undefined);
  let waitingBefore = -1;
  let newsAtMs = now();
  while (!signal.aborted && (state.isSending || follower.waiting() > 0)) {
    if (state.isSending || follower.waiting() !== waitingBefore) newsAtMs = now();
    if (now() - newsAtMs > timeoutSeconds * 1000) break;
    waitingBefore = follower.waiting();
    await follower.look().catch((error: unknown) => {
      // A busy machine may answer too late; the next look finds the same and more.
      if (!(error instanceof Error && error.name === 'TimeoutError')) throw error;
    });
    if (state.isSending || follower.waiting() > 0) await wait(LOOK_EVERY_MS);
  }
  await sent;
}
