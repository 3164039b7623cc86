import type { Clock } from '#shared/ports.ts';
import type { Scheduler } from '../engine/scheduler.ts';

export interface VirtualClockPorts {
  readonly scheduler: Scheduler;
  /** How far this environment's clock is ahead of the world's. */
  readonly skewMs: number;
  readonly isDead: () => boolean;
}

export function createVirtualClock({ scheduler, skewMs, isDead }: VirtualClockPorts): Clock {
  return {
    now: () => new Date(scheduler.nowMs() + skewMs),
    sleep(ms, signal) {
      if (signal.aborted) return Promise.reject(ABORTED);
      return new Promise((wake, reject) => {
        const end = () => {
          timer.cancel();
          if (!isDead()) reject(ABORTED);
        };
        const timer = scheduler.after(ms, () => {
          signal.removeEventListener('abort', end);
          if (!isDead()) wake();
        });
        signal.addEventListener('abort', end, { once: true });
      });
    },
  };
}

/** As that of node:timers/promises, but one for all: nearly every sleep ends by it, and nobody looks at it. */
const ABORTED = Object.freeze(
  Object.assign(new Error('The operation was aborted'), { name: 'AbortError', code: 'ABORT_ERR' }),
);
