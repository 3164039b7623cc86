import type { Clock } from '#shared/ports.ts';

/** Somebody waits for the answer, and the function has a minute for it. */
const SEARCH_MS_MAX = 30_000;
/** Packed; in that time hardly more is fetched and unpacked. */
const SEARCH_BYTES_MAX = 512 * 1024 * 1024;

/** How much of the bucket one trace may still look through. */
export interface SearchBudget {
  isOver(): boolean;
  spend(bytes: number): void;
}

export function createSearchBudget(clock: Pick<Clock, 'now'>): SearchBudget {
  const endsAtMs = clock.now().getTime() + SEARCH_MS_MAX;
  let bytesLeft = SEARCH_BYTES_MAX;
  return {
    isOver: () => bytesLeft <= 0 || clock.now().getTime() >= endsAtMs,
    spend(bytes) {
      bytesLeft -= bytes;
    },
  };
}
