import pMap from 'p-map';
import type { DeadLetter } from '../messages/dead-letter.ts';
import { writeReplayMark } from '../messages/replay-mark.ts';
import type { Clock, Queue, QueueMessage, Revision } from '../ports.ts';
import {
  isDeadLetter,
  type DeadLetterStore,
  type StoredDeadLetter,
  type UnreadDeadLetter,
} from './dead-letter-store.ts';
import { updateRecord } from './update-record.ts';
import { whySkipped, type Skip } from './why-skipped.ts';

/** All replays are one tenant of their worker's queue, so that none makes the live traffic of its source the noisy one. */
export const REPLAYS_GROUP = 'replays';

/** A page takes seconds; whoever died over it must not keep its dead letters from the next run for longer than this. */
const CLAIM_MS = 60_000;
/** A page's messages are at most 20 calls, 8 at once, each tried twice for 5 s: what is begun later may outlive its claim. */
const SEND_MS_MAX = 30_000;
/** Writes under way at once: enough to hide their latency; three callers at once stay within the client's 50 sockets. */
const WRITES_AT_ONCE = 16;

export interface SendBackPorts {
  readonly store: Pick<DeadLetterStore, 'get' | 'getMany' | 'put'>;
  /** The work queue of a worker, or of `dispatch`. */
  readonly queueOf: (worker: string) => Queue;
  readonly clock: Clock;
}

export interface SendBackRequest {
  /** `<worker>/<event id>`, each once; at most a few hundred, since their messages are held together. */
  readonly ids: readonly string[];
  /** What the claims and the messages say who sent them. */
  readonly run: string;
}

/** What became of one dead letter. One that `failed` is open, or open again once its claim has passed. */
export type SentBack =
  | { readonly id: string; readonly outcome: 'replayed' }
  | ({ readonly id: string; readonly outcome: 'skipped' } & Skip)
  | { readonly id: string; readonly outcome: 'failed'; readonly error: unknown };

export type SendBack = (request: SendBackRequest) => Promise<readonly SentBack[]>;

interface Claimed {
  readonly id: string;
  /** As it was before this claim. */
  readonly before: DeadLetter;
  readonly claim: DeadLetter;
  readonly revision: Revision;
}

/**
 * Claims, sends, and closes only what the queue has confirmed. Whoever dies in between leaves claims that pass: then the
 * dead letter is sent again under the same count, and the worker's markers make one effect of both. Failures stay with
 * their dead letter; only where the records cannot even be read does it throw.
 */
export function createSendBack({ store, queueOf, clock }: SendBackPorts): SendBack {
  const claim = async (
    id: string,
    stored: StoredDeadLetter | UnreadDeadLetter | undefined,
    run: string,
    look: 'first' | 'second' = 'first',
  ): Promise<Claimed | SentBack> => {
    const now = clock.now();
    const skip = whySkipped(stored?.record, now);
    if (skip) return { id, outcome: 'skipped', ...skip };
    if (!stored || !isDeadLetter(stored.record)) return { id, outcome: 'skipped', because: 'done' };
    const before = stored.record;
    const claimedUntil = new Date(now.getTime() + CLAIM_MS).toISOString();
    const claimed: DeadLetter = { ...before, state: 'replaying', run, claimedUntil };
    const revision = await store.put(claimed, stored.revision);
    if (revision === 'conflict') {
      // The keeper may only have counted a copy. Whoever has claimed it is seen at the second look.
      if (look === 'first') return claim(id, await store.get(id), run, 'second');
      return { id, outcome: 'skipped', because: 'held by another run' };
    }
    return { id, before, claim: claimed, revision };
  };

  const close = async ({ id, claim, revision }: Claimed, closed: DeadLetter): Promise<void> => {
    if ((await store.put(closed, revision)) !== 'conflict') return;
    // The keeper or the worker wrote in between. What they have closed or opened stays; a copy they only counted is closed.
    await updateRecord(store, {
      id,
      expected: 'unknown',
      decide: (kept) => (kept && isClaim(claim, kept) ? { ...closed, arrivals: kept.arrivals } : undefined),
    });
  };

  const settle = (claimed: Claimed, error: Error | undefined): Promise<SentBack> => {
    const { id, before } = claimed;
    return settled(id, async () => {
      if (error) {
        await close(claimed, openAgain(before));
        return { id, outcome: 'failed', error };
      }
      await close(claimed, replayed(claimed.claim, clock.now())).catch((cause: unknown) => {
        throw new Error('It was sent, but its record could not be closed: it is sent again', { cause });
      });
      return { id, outcome: 'replayed' };
    });
  };

  const sendAll = async (worker: string, claims: readonly Claimed[], run: string): Promise<readonly SentBack[]> => {
    const now = clock.now();
    const [inTime, late] = [claims.filter((one) => !isLate(one, now)), claims.filter((one) => isLate(one, now))];
    const errors = await queueOf(worker).sendAll(inTime.map(({ before }) => toMessage(before, run)));
    const outcomes = [
      ...inTime.map((claimed, index) => ({ claimed, error: errors[index] })),
      ...late.map((claimed) => ({ claimed, error: new Error('It took too long to claim, so that it was not sent') })),
    ];
    return pMap(outcomes, ({ claimed, error }) => settle(claimed, error), { concurrency: WRITES_AT_ONCE });
  };

  return async function sendBack({ ids, run }) {
    const stored = await store.getMany(ids);
    const claims = await pMap(ids, (id) => settled(id, () => claim(id, stored.get(id), run)), {
      concurrency: WRITES_AT_ONCE,
    });
    const claimed = claims.filter((one) => 'claim' in one);
    const byWorker = Map.groupBy(claimed, ({ claim: { worker } }) => worker);
    const sent = await pMap(byWorker, ([worker, group]) => sendAll(worker, group, run));
    return [...claims.filter((one) => 'outcome' in one), ...sent.flat()];
  };
}

/** Another run may take it over while this one still sends. */
const isLate = ({ claim: { claimedUntil = '' } }: Claimed, now: Date) =>
  Date.parse(claimedUntil) - now.getTime() < SEND_MS_MAX;

const toMessage = ({ body, attributes, replays }: DeadLetter, run: string): QueueMessage => ({
  body,
  attributes: { ...attributes, replay: writeReplayMark({ run, count: replays + 1 }) },
  group: REPLAYS_GROUP,
});

function replayed(claim: DeadLetter, now: Date): DeadLetter {
  const { claimedUntil: _, ...record } = claim;
  return { ...record, state: 'replayed', replays: record.replays + 1, closedAt: now.toISOString() };
}

/** Where a dead run's claim had passed, `before` is that claim. */
function openAgain(before: DeadLetter): DeadLetter {
  const { claimedUntil: _, ...record } = before;
  return { ...record, state: 'open' };
}

/** Still this claim, and not one of a later run. */
const isClaim = (claim: DeadLetter, kept: StoredDeadLetter['record']): kept is DeadLetter =>
  isDeadLetter(kept) &&
  kept.state === 'replaying' &&
  kept.run === claim.run &&
  kept.claimedUntil === claim.claimedUntil;

async function settled<Outcome>(id: string, work: () => Promise<Outcome>): Promise<Outcome | SentBack> {
  try {
    return await work();
  } catch (error) {
    return { id, outcome: 'failed', error };
  }
}
