import pMap from 'p-map';
import type { DeadLetter } from '../messages/dead-letter.ts';
import { writeReplayMark } from '../messages/replay-mark.ts';
import { continuedBy } from '../messages/traceparent.ts';
import type { Clock, Queue, QueueMessage } from '../ports.ts';
import { beforeClaim } from './before-claim.ts';
import { claimDeadLetters, type Claimed } from './claim-dead-letters.ts';
import { closeClaims } from './close-claims.ts';
import type { DeadLetterStore } from './dead-letter-store.ts';
import type { SendBackRequest, SentBack } from './sent-back.ts';
import { unclaimed } from './unclaimed.ts';
import { whySkipped } from './why-skipped.ts';

export type { SentBack } from './sent-back.ts';

/** All replays are one tenant of their worker's queue, so that none makes the live traffic of its source the noisy one. */
export const REPLAYS_GROUP = 'replays';

/** A page's messages are at most 20 calls, 8 at once, each tried twice for 5 s: what is begun later may outlive its claim. */
const SEND_MS_MAX = 30_000;

export interface SendBackPorts {
  readonly store: Pick<DeadLetterStore, 'get' | 'getMany' | 'put' | 'changeAll'>;
  /** The work queue of a worker, or of `dispatch`. */
  readonly queueOf: (worker: string) => Queue;
  readonly clock: Clock;
}

export type SendBack = (request: SendBackRequest) => Promise<readonly SentBack[]>;

/**
 * Claims, sends, and closes only what the queue has confirmed. Whoever dies in between leaves claims that pass: then the
 * dead letter is sent again under the same count, and the worker's markers make one effect of both. Failures stay with
 * their dead letter; only where the records cannot even be read does it throw.
 */
export function createSendBack({ store, queueOf, clock }: SendBackPorts): SendBack {
  /** @returns why it was not sent, for each in their order */
  const send = async (worker: string, claims: readonly Claimed[], request: SendBackRequest) => {
    const now = clock.now();
    const inTime = claims.filter((one) => !isLate(one, now));
    const errors = await queueOf(worker).sendAll(inTime.map(({ before }) => toMessage(before, request)));
    const sent = new Map(inTime.map(({ id }, index) => [id, errors[index]]));
    return claims.map(({ id }) => (sent.has(id) ? sent.get(id) : new Error(TOO_LATE)));
  };

  const settle = async (
    claims: readonly Claimed[],
    errors: readonly (Error | undefined)[],
    { isForced }: SendBackRequest,
  ): Promise<readonly SentBack[]> => {
    const now = clock.now();
    const closings = claims.map((claimed, index) => ({
      claimed,
      closed: errors[index] ? beforeClaim(claimed.before) : replayed(claimed.claim, now),
    }));
    const closeErrors = await closeClaims(closings, store);
    return claims.map(({ id, before }, index): SentBack => {
      const cause = closeErrors[index];
      const error = errors[index] ?? (cause && new Error(NOT_CLOSED, { cause }));
      if (error) return { id, outcome: 'failed', error };
      return { id, outcome: 'replayed', ...(isForced && { because: whyForced(before, now) }) };
    });
  };

  return async function sendBack(request) {
    const { claimed, settled } = await claimDeadLetters(request, { store, clock });
    const byWorker = Map.groupBy(claimed, ({ claim: { worker } }) => worker);
    const sent = await pMap(byWorker, async ([worker, claims]) =>
      settle(claims, await send(worker, claims, request), request),
    );
    return [...settled, ...sent.flat()];
  };
}

const TOO_LATE = 'It took too long to claim, so that it was not sent';
const NOT_CLOSED = 'It was sent, but its record could not be closed: it is sent again';

/** Another run may take it over while this one still sends. */
const isLate = ({ claim: { claimedUntil = '' } }: Claimed, now: Date) =>
  Date.parse(claimedUntil) - now.getTime() < SEND_MS_MAX;

const toMessage = ({ body, attributes, replays }: DeadLetter, { run, isForced }: SendBackRequest): QueueMessage => ({
  body,
  attributes: {
    ...attributes,
    ...(attributes['traceparent'] && { traceparent: continuedBy(attributes['traceparent'], run) }),
    replay: writeReplayMark({ run, count: replays + 1, ...(isForced && { force: true }) }),
  },
  group: REPLAYS_GROUP,
});

/** In the outcome of each that was forced: what it would else have been skipped for. */
export function whyForced(before: DeadLetter, now: Date): string {
  const skip = whySkipped(beforeClaim(before), now);
  return skip ? `forced, although ${skip.because}` : 'forced';
}

function replayed(claim: DeadLetter, now: Date): DeadLetter {
  return { ...unclaimed(claim), state: 'replayed', replays: claim.replays + 1, closedAt: now.toISOString() };
}
