import { RetryLater } from '#shared/errors.ts';
import type { Once } from '#shared/markers/once.ts';
import type { Destination } from '#shared/messages/destination.ts';
import type { Event } from '#shared/messages/event.ts';
import type { Clock, Outbound } from '#shared/ports.ts';
import type { WorkerContext } from '../worker.ts';
import { isDown, isProbe, type Admission, type BreakerGate, type PostOutcome } from './breaker-gate.ts';
import { destinationDown } from './destination-down.ts';
import { eventHeaders } from './event-headers.ts';
import { judgeAnswer, judgeSilence } from './judge-answer.ts';
import { signEvent } from './sign-event.ts';

/** After a post there must be time to write down that it happened. */
const AFTERWARDS_MS = 2000;
/** Beside the post itself: reading a large body, asking the breaker, writing down. A crash blocks the event for no longer. */
const LEASE_MARGIN_MS = 15_000;
/** A post that has less is likely to be sent, not answered and sent again. */
const POST_MS_MIN = 1000;
/** A probe's claim outlives the lease of its post by what its writes take. */
const CLAIM_MARGIN_MS = 5000;

/** That a destination took the event. */
export interface Receipt {
  readonly destination: string;
  readonly status: number;
  readonly attempt: number;
  readonly at: string;
  readonly ms: number;
}

export interface PostPorts {
  readonly outbound: Outbound;
  readonly gate: BreakerGate;
  readonly once: Once;
  readonly clock: Clock;
}

export type PostEvent = (
  name: string,
  destination: Destination,
  event: Event,
  context: WorkerContext,
) => Promise<Receipt>;

/** Posts one event to one destination, once, and once more for each run that forces it. @throws {GiveUp | RetryLater} that names the destination and nothing of its URL */
export function createPostEvent({ outbound, gate, once, clock }: PostPorts): PostEvent {
  return async function postEvent(name, destination, event, context) {
    const wholeMs = destination.timeoutSeconds * 1000;
    const leaseMs = Math.min(wholeMs + LEASE_MARGIN_MS, context.remainingMs());
    const leaseEndsAtMs = clock.now().getTime() + leaseMs;
    const leaseLeftMs = () => leaseEndsAtMs - clock.now().getTime();
    // Behind the end of the lease another message may post it as well.
    const postMs = () => Math.min(wholeMs, leaseLeftMs() - AFTERWARDS_MS);
    const admit = async () => {
      if (postMs() < POST_MS_MIN) throw noTimeLeft(name);
      // However long the table takes to answer, the post is over before the lease is, and so before the claim.
      const admission = await gate.admit(name, leaseLeftMs() + CLAIM_MARGIN_MS);
      if (isDown(admission)) throw destinationDown(admission.down, clock.now());
      if (postMs() >= POST_MS_MIN) return admission;
      // A probe that is not posted leaves the breaker half-open for the next event.
      await gate.report(name, admission, 'unknown');
      throw noTimeLeft(name);
    };
    const post = async (): Promise<Receipt> => {
      // The body first: while it is read no probe is kept waiting.
      const body = await context.readBody();
      const admission = await admit();

      const at = clock.now();
      const timeoutMs = postMs();
      const headers = {
        ...eventHeaders(event, context.traceparent),
        ...signEvent({ id: event.id, body, secrets: destination.secrets }, at),
      };
      const judged = await outbound.post(destination.url, { headers, body, timeoutMs, signal: context.deadline }).then(
        (answer) => judgeAnswer(name, answer, clock.now()),
        (error: unknown) => judgeSilence(name, error, context.deadline.aborted || timeoutMs < wholeMs),
      );
      const outcome = probeOutcome(admission, judged.outcome);
      await gate.report(name, admission, outcome, judged.reason);
      // After a failed probe the breaker is open again: to be tried again would only be to meet it.
      if (judged.failure instanceof RetryLater && isProbe(admission) && outcome === 'failed') {
        const outage = { ...admission.probe.breaker, lastFailure: judged.reason };
        throw destinationDown(outage, clock.now(), { cause: judged.failure.cause });
      }
      if (judged.failure) throw judged.failure;
      return {
        destination: name,
        status: judged.status,
        attempt: context.attempt,
        at: at.toISOString(),
        ms: clock.now().getTime() - at.getTime(),
      };
    };
    const again = context.forced === undefined ? '' : `/forced-${context.forced}`;
    return once({ id: `forward/${event.id}/${name}${again}`, leaseMs }, post);
  };
}

const noTimeLeft = (destination: string) => new RetryLater(`No time was left to post to ${destination}`);

/** A probe that could not even be sent, for a forbidden address, must not leave the next event to find that out. */
const probeOutcome = (admission: Admission, outcome: PostOutcome | 'refused'): PostOutcome => {
  if (outcome !== 'refused') return outcome;
  return isProbe(admission) ? 'failed' : 'unknown';
};
