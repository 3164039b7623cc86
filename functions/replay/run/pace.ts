import type { Clock } from '#shared/ports.ts';

/** So many a second, whoever asks; the lanes of a run share one. */
export interface Pace {
  /** How many may be asked for at once, so that what is slow is not sent in bursts. */
  readonly countMax: number;
  /**
   * Resolves when so many are due.
   * @param mayWaitOn asked about once a second: false ends it
   */
  wait(count: number, mayWaitOn: () => Promise<boolean>): Promise<void>;
}

export interface PaceOptions {
  readonly perSecond: number | undefined;
  readonly countMax: number;
  readonly clock: Clock;
  /** No pause goes beyond what is left of the invocation. */
  readonly remainingMs: () => number;
}

const SECOND_MS = 1000;

export function createPace({ perSecond, countMax, clock, remainingMs }: PaceOptions): Pace {
  if (perSecond === undefined) return { countMax, wait: async () => undefined };
  let dueMs = 0;
  return {
    countMax: Math.min(countMax, Math.max(1, Math.floor(perSecond))),
    async wait(count, mayWaitOn) {
      const ownMs = Math.max(clock.now().getTime(), dueMs);
      dueMs = ownMs + (count / perSecond) * SECOND_MS;
      for (;;) {
        const pauseMs = Math.min(ownMs - clock.now().getTime(), remainingMs(), SECOND_MS);
        if (pauseMs <= 0) return;
        // oxlint-disable no-await-in-loop -- one second after the other
        await clock.sleep(pauseMs, new AbortController().signal);
        if (!(await mayWaitOn())) return;
        // oxlint-enable no-await-in-loop
      }
    },
  };
}
