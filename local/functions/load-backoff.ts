import type { FunctionError } from './outcome.ts';

/** Keeps code that cannot be loaded from being loaded again for every event. */
export interface LoadBackoff {
  /** To be told how each load ended; undefined: well. */
  note(failure: FunctionError | undefined): void;
  /** What every caller is told until the next try is due. */
  failure(): FunctionError | undefined;
  /** There is new code. */
  forget(): void;
}

/** Long enough that full queues start no crowd of threads that all fail, short enough for whoever repairs and looks. */
const firstMs = 500;
const longestMs = 30_000;

/** @param now in milliseconds, of a clock that only goes forward */
export function createLoadBackoff(now: () => number = () => performance.now()): LoadBackoff {
  let failed: FunctionError | undefined;
  let waitMs = 0;
  let triesAgainAt = 0;
  return {
    note(failure) {
      // Of several that loaded at the same time, one tells enough.
      if (failure !== undefined && failed !== undefined && now() < triesAgainAt) return;
      failed = failure;
      waitMs = failure === undefined ? 0 : Math.min(longestMs, Math.max(firstMs, 2 * waitMs));
      triesAgainAt = now() + waitMs;
    },
    failure: () => (now() < triesAgainAt ? failed : undefined),
    forget() {
      failed = undefined;
      waitMs = 0;
      triesAgainAt = 0;
    },
  };
}
