import type { Clock } from '#shared/ports.ts';

export interface FixedClock extends Clock {
  advance(ms: number): void;
}

/** @param start unix seconds, or an instant in ISO 8601 */
export function fixedClock(start: number | string): FixedClock {
  let nowMs = typeof start === 'number' ? start * 1000 : Date.parse(start);
  const sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>();
  return {
    now: () => new Date(nowMs),
    sleep: (ms) => new Promise((wake) => sleepers.add({ untilMs: nowMs + ms, wake })),
    advance(ms) {
      nowMs += ms;
      for (const sleeper of sleepers) if (sleeper.untilMs <= nowMs) sleeper.wake();
    },
  };
}
