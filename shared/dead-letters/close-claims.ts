import pMap from 'p-map';
import type { DeadLetter } from '../messages/dead-letter.ts';
import type { Claimed } from './claim-dead-letters.ts';
import { isDeadLetter, type DeadLetterStore, type StoredDeadLetter } from './dead-letter-store.ts';
import { updateRecord } from './update-record.ts';

/** Of the few that somebody wrote in between. */
const UPDATES_AT_ONCE = 16;

export interface Closing {
  readonly claimed: Claimed;
  /** What the record is to say from now on. */
  readonly closed: DeadLetter;
}

/** @returns for each, in their order, why it could not be closed; undefined where it was, or needed not be */
export async function closeClaims(
  closings: readonly Closing[],
  store: Pick<DeadLetterStore, 'get' | 'put' | 'changeAll'>,
): Promise<readonly (Error | undefined)[]> {
  if (closings.length === 0) return [];
  const outcomes = await store.changeAll(
    closings.map(({ claimed: { claim, revision }, closed }) => ({ before: claim, after: closed, expected: revision })),
  );
  return pMap(
    closings,
    async (closing, index) => {
      const outcome = outcomes[index];
      if (outcome === 'conflict') return closeAfterOthers(closing, store);
      return typeof outcome === 'string' ? undefined : (outcome ?? new Error('The table did not say'));
    },
    { concurrency: UPDATES_AT_ONCE },
  );
}

/** The keeper or the worker wrote in between. What they have closed or opened stays; a copy they only counted is closed. */
async function closeAfterOthers(
  { claimed: { id, claim }, closed }: Closing,
  store: Pick<DeadLetterStore, 'get' | 'put'>,
): Promise<Error | undefined> {
  try {
    await updateRecord(store, {
      id,
      expected: 'unknown',
      decide: (kept) => (kept && isClaim(claim, kept) ? { ...closed, arrivals: kept.arrivals } : undefined),
    });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Still this claim, and not one of a later run. */
const isClaim = (claim: DeadLetter, kept: StoredDeadLetter['record']): kept is DeadLetter =>
  isDeadLetter(kept) &&
  kept.state === 'replaying' &&
  kept.run === claim.run &&
  kept.claimedUntil === claim.claimedUntil;
