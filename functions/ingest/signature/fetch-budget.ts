/** Fewer than others retry in. */
export const FETCHES_WITHIN_MS = 10_000;
/** Whoever names certificates makes us ask for ten of a sender's in that time at most, whether there are such ones or not. */
const FETCHES_MAX = 10;
/** A source has one, and one more when its sender changes it; so a stranger at one leaves the other sources theirs. */
const FETCHES_OF_SOURCE_MAX = 3;

interface Fetch {
  readonly sourceName: string;
  readonly atMs: number;
}

/** A clock that was set back makes nothing last longer. */
export const isRecent = (atMs: number, now: Date): boolean =>
  now.getTime() >= atMs && now.getTime() - atMs <= FETCHES_WITHIN_MS;

/** How often the certificates of one sender may be asked for because somebody has named them. */
export function createFetchBudget() {
  let spent: readonly Fetch[] = [];

  /** @returns whether one more may be asked for */
  return function spend(sourceName: string, now: Date): boolean {
    spent = spent.filter(({ atMs }) => isRecent(atMs, now));
    const ofSource = spent.filter((fetch) => fetch.sourceName === sourceName);
    if (spent.length >= FETCHES_MAX || ofSource.length >= FETCHES_OF_SOURCE_MAX) return false;
    spent = [...spent, { sourceName, atMs: now.getTime() }];
    return true;
  };
}
