import type { Clock } from '#shared/ports.ts';

/** So many a second, whoever asks; the lanes of a run share one. */
export interface Pace {
  /** How many may be asked for at once, so that what is slow is not sent in bursts. */
  readonly countMax: number;
  /** Resolves when so many are due. */
  wait(count: number): Promise<void>;
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
    async wait(count) {
      const nowMs = clock.now().getTime();
      const ownMs = Math.max(nowMs, dueMs);
      dueMs = ownMs + (count / perSecond) * SECOND_MS;
      const pauseMs = Math.min(ownMs - nowMs, remainingMs());
      if (pauseMs > 0) await clock.sleep(pauseMs, new AbortController().signal);
    },
  };
}
