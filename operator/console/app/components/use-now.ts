import { useSyncExternalStore } from 'react';

/** One look for all ages on the page. */
const LOOK_EVERY_MS = 5000;

let nowMs = Date.now();
const listeners = new Set<() => void>();
let looking: ReturnType<typeof setInterval> | undefined;

const look = () => {
  nowMs = Date.now();
  for (const listener of listeners) listener();
};

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    nowMs = Date.now();
    looking = setInterval(look, LOOK_EVERY_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(looking);
  };
}

/** An age grows also while nothing else on the page changes. */
export const useNow = (): Date => new Date(useSyncExternalStore(subscribe, () => nowMs));
