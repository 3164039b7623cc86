import { createEventHeap } from './event-heap.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * Node ends all microtasks between two immediates of one turn of its loop, so that many events can be had of one turn: a
 * turn of its own for each costs several times as much.
 */
const EVENTS_PER_TURN = 64;

/** Taken before anything replaces it for the time of a run. */
const nextInTurn = setImmediate;

/** @param startMs in unix milliseconds */
export function createVirtualScheduler(startMs: number): Scheduler {
  const heap = createEventHeap();
  let nowMs = startMs;

  /** Lets the next event happen, unless the run has come to its end. */
  const advance = (until: () => boolean, limitMs: number): 'idle' | 'met' | 'late' | undefined => {
    if (until()) return 'met';
    const next = heap.peek();
    if (!next) return 'idle';
    if (next.atMs > limitMs) {
      nowMs = Math.max(nowMs, limitMs);
      return 'late';
    }
    heap.pop();
    nowMs = next.atMs;
    next.call?.();
    return undefined;
  };

  return {
    nowMs: () => nowMs,
    after: (ms, call) => heap.push(nowMs + Math.max(0, Math.ceil(ms)), call),
    run(until, limitMs) {
      return new Promise((resolve, reject) => {
        let isOver = false;
        const step = () => {
          if (isOver) return;
          try {
            const ending = advance(until, limitMs);
            if (ending === undefined) return;
            isOver = true;
            resolve(ending);
          } catch (error) {
            isOver = true;
            reject(error);
          }
        };
        const turn = () => {
          step();
          if (isOver) return;
          for (let count = 1; count < EVENTS_PER_TURN; count += 1) nextInTurn(step);
          nextInTurn(turn);
        };
        nextInTurn(turn);
      });
    },
  };
}
