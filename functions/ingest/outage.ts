import type { Clock } from '#shared/ports.ts';

/** One may be a connection's accident, and two may meet while a queue's host is replaced. */
const FAILURES_TO_BEGIN = 3;
/**
 * An environment that waits 800 ms for the queue with every webhook answers hardly more than one a second, and Lambda would
 * need some twenty times as many of them. One wait in 5 s costs a sixth of the time; what is spilled needlessly after the
 * queue's return is on it within a minute.
 */
const LASTS_MS = 5000;

/** Whether the queue is away, as far as this environment knows. */
export interface Outage {
  /** While it is, nobody need ask. When it is over the next one asks, and one failure more begins it anew. */
  isOn(): boolean;
  sendFailed(): void;
  sendConfirmed(): void;
}

export function createOutage(clock: Pick<Clock, 'now'>): Outage {
  let failuresInARow = 0;
  let beganAtMs = -Infinity;
  return {
    isOn() {
      const sinceMs = clock.now().getTime() - beganAtMs;
      // A clock that was set back must not make it last for ever.
      return sinceMs >= 0 && sinceMs < LASTS_MS;
    },
    sendFailed() {
      failuresInARow += 1;
      if (failuresInARow >= FAILURES_TO_BEGIN) beganAtMs = clock.now().getTime();
    },
    sendConfirmed() {
      failuresInARow = 0;
    },
  };
}
