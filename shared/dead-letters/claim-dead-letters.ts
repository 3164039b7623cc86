import type { DeadLetter } from '../messages/dead-letter.ts';
import type { Clock, Revision } from '../ports.ts';
import { beforeClaim } from './before-claim.ts';
import {
  isDeadLetter,
  type DeadLetterStore,
  type StoredDeadLetter,
  type UnreadDeadLetter,
} from './dead-letter-store.ts';
import type { SendBackRequest, SentBack } from './sent-back.ts';
import { unclaimed } from './unclaimed.ts';
import { whySkipped } from './why-skipped.ts';

/** A page takes seconds; whoever died over it must not keep its dead letters from the next run for longer than this. */
const CLAIM_MS = 60_000;

export interface Claimed {
  readonly id: string;
  /** As it was before this claim. */
  readonly before: DeadLetter;
  readonly claim: DeadLetter;
  readonly revision: Revision;
}

export interface Claims {
  readonly claimed: readonly Claimed[];
  /** Those that are not to be sent, or could not be claimed. */
  readonly settled: readonly SentBack[];
}

type Stored = ReadonlyMap<string, StoredDeadLetter | UnreadDeadLetter>;
type Ports = { readonly store: Pick<DeadLetterStore, 'getMany' | 'changeAll'>; readonly clock: Clock };

/** Of two runs at once only one claims a dead letter. */
export async function claimDeadLetters(
  { ids, run, known, isForced, resumedRun, wasSent = never }: SendBackRequest,
  { store, clock }: Ports,
): Promise<Claims> {
  const claimed: Claimed[] = [];
  const settled: SentBack[] = [];

  /** @returns the ids that somebody wrote in between */
  const claim = async (wanted: readonly string[], stored: Stored): Promise<readonly string[]> => {
    const now = clock.now();
    const claims = wanted.flatMap((id): readonly Claimed[] => {
      const one = stored.get(id);
      if (one && isDeadLetter(one.record) && wasSent(one.record)) {
        settled.push({ id, outcome: 'replayed' });
        return [];
      }
      const skip = whySkipped(one?.record, now, { isForced, resumedRun });
      // Nothing of a stub could be sent, whoever asks for it.
      if (!skip && one && isDeadLetter(one.record))
        return [{ id, ...claimOf(one.record, run, now), revision: one.revision }];
      settled.push({ id, outcome: 'skipped', ...(skip ?? { because: 'done' }) });
      return [];
    });
    const changes = claims.map(({ before, claim: after, revision }) => ({ before, after, expected: revision }));
    const revisions = changes.length > 0 ? await store.changeAll(changes) : [];
    return claims.flatMap((one, index) => {
      const revision = revisions[index];
      if (revision === 'conflict') return [one.id];
      if (typeof revision === 'string') claimed.push({ ...one, revision });
      else settled.push({ id: one.id, outcome: 'failed', error: revision ?? new Error('The table did not say') });
      return [];
    });
  };

  const conflicts = await claim(ids, known ?? (await store.getMany(ids)));
  // The keeper may only have counted a copy. Whoever has claimed it is seen at the second look.
  const lost = conflicts.length > 0 ? await claim(conflicts, await store.getMany(conflicts)) : [];
  settled.push(...lost.map((id) => ({ id, outcome: 'skipped', because: 'held by another run' }) as const));
  return { claimed, settled };
}

const never = () => false;

function claimOf(before: DeadLetter, run: string, now: Date): Pick<Claimed, 'before' | 'claim'> {
  const claimedUntil = new Date(now.getTime() + CLAIM_MS).toISOString();
  const { state, run: lastRun } = beforeClaim(before);
  // A forced claim of what was closed must not open it where it dies; that it was open needs no word.
  const isClosed = state !== 'open' && state !== 'replaying';
  const claimedFrom = isClosed ? { state, ...(lastRun !== undefined && { run: lastRun }) } : undefined;
  const claim = { ...unclaimed(before), state: 'replaying', run, claimedUntil } as const;
  return { before, claim: { ...claim, ...(claimedFrom && { claimedFrom }) } };
}
