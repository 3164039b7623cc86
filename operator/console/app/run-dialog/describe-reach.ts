import type { RunCounts } from '#shared/messages/replay-request.ts';

/** How far a run has come of what was foreseen. */
export interface Reach {
  /** Of which the bar is the picture; undefined where nobody knows how many there are. */
  readonly total: number | undefined;
  /** Of a run that goes on no further: undefined where nobody knows. */
  readonly notReached: number | undefined;
}

/** @param foreseen how many the dry run met, where it met all of them */
export function describeReach(
  state: string,
  { matched }: Pick<RunCounts, 'matched'>,
  foreseen: number | undefined,
): Reach {
  // A receipt counts what it has met: of a finished run that is all.
  if (state === 'finished') return { total: matched, notReached: 0 };
  if (foreseen === undefined) return { total: undefined, notReached: undefined };
  return { total: Math.max(foreseen, matched), notReached: Math.max(0, foreseen - matched) };
}
