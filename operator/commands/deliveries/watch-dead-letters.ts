import { setTimeout as wait } from 'node:timers/promises';

/** Nobody waits for it to the moment; it is little beside the seconds that a result is given. */
const LOOK_EVERY_MS = 250;

/** Looks again and again, one look after the other, until the signal says stop. */
export async function watchDeadLetters(
  look: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  try {
    while (!signal.aborted) {
      // oxlint-disable no-await-in-loop
      await wait(LOOK_EVERY_MS, undefined, { signal });
      await look(signal);
      // oxlint-enable no-await-in-loop
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
