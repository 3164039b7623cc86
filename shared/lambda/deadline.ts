import { RetryLater } from '../errors.ts';
import type { Clock } from '../ports.ts';
import { within } from '../within.ts';

/**
 * Kept back to store what is finished, and then to send dead letters and postpone the rest. Each is a call that may be tried
 * twice at 5 s; where both are slow, what has no answer in its half of this is given back unsaid. A function of a few
 * seconds keeps back a quarter of them and has most of its time for its work.
 */
const RESERVE_MS_MAX = 10_000;
const RESERVE_SHARE = 0.25;

/**
 * What the answer to Lambda needs, of the reserve. A function that Lambda ends by itself says nothing, and all of its batch
 * comes back.
 */
const ANSWER_MS_MAX = 500;
const ANSWER_SHARE = 0.2;

/** When the work of this invocation must end. */
export interface Deadline {
  /** Aborts while there is still time to say what becomes of each message. */
  readonly signal: AbortSignal;
  /** Aborts later, when half of the reserve is left: whatever is finished has until then to be stored. */
  readonly storeSignal: AbortSignal;
  /** Until the signal aborts: whatever is begun now has that long. */
  readonly workMs: () => number;
  /** Until Lambda ends this invocation, which is later. */
  readonly remainingMs: () => number;
}

/** This message's turn never came, which is nobody's failure. */
export class NotStarted extends Error {
  override readonly name = 'NotStarted';

  constructor() {
    super("The function's time ran out before this message's turn");
  }
}

export interface StartedDeadline extends Deadline {
  /** Until Lambda must have its answer. */
  readonly answerMs: () => number;
  readonly end: () => void;
}

/** Its signals end with `end`, so that no timer outlives the batch in an environment that is frozen and thawed. */
export function startDeadline(remainingMs: () => number, clock: Clock): StartedDeadline {
  const ended = new AbortController();
  const leftMs = remainingMs();
  const reserveMs = Math.min(RESERVE_MS_MAX, leftMs * RESERVE_SHARE);
  const workMs = () => Math.max(0, remainingMs() - reserveMs);
  const answerMs = () => Math.max(0, remainingMs() - Math.min(ANSWER_MS_MAX, reserveMs * ANSWER_SHARE));
  return {
    signal: abortedAfter(leftMs - reserveMs, clock, ended.signal),
    storeSignal: abortedAfter(leftMs - reserveMs / 2, clock, ended.signal),
    workMs,
    answerMs,
    remainingMs,
    end: () => ended.abort('the batch is done'),
  };
}

function abortedAfter(ms: number, clock: Clock, ended: AbortSignal): AbortSignal {
  const passed = new AbortController();
  clock.sleep(ms, ended).then(
    () => passed.abort(),
    // The batch was done before: there is nothing left to end.
    () => undefined,
  );
  return passed.signal;
}

/**
 * Starts the work unless the deadline has passed, and waits for it no longer than that. The work is told by the signal
 * where it looks at it; what it still does afterwards counts for nothing.
 * @throws {NotStarted} when it was not started
 * @throws {RetryLater} when it did not finish
 */
export async function beforeDeadline<Value>(
  { signal }: Pick<Deadline, 'signal'>,
  start: () => Promise<Value>,
): Promise<Value> {
  if (signal.aborted) throw new NotStarted();
  return unlessAborted(signal, start, "The function's time ran out while this message was worked on");
}

/**
 * Stores what is finished, and waits for it no longer than leaves time to say what becomes of each message. The work was
 * done, so that its message is never one that was not started.
 * @throws {RetryLater} when it was not stored by then
 */
export async function storeInTime<Value>(
  { storeSignal }: Pick<Deadline, 'storeSignal'>,
  store: () => Promise<Value>,
): Promise<Value> {
  return unlessAborted(storeSignal, store, "The function's time ran out before the result of this message was stored");
}

async function unlessAborted<Value>(signal: AbortSignal, start: () => Promise<Value>, why: string): Promise<Value> {
  if (signal.aborted) throw new RetryLater(why);
  const { promise: passed, reject } = Promise.withResolvers<never>();
  const giveBack = () => reject(new RetryLater(why));
  signal.addEventListener('abort', giveBack, { once: true });
  try {
    return await Promise.race([start(), passed]);
  } finally {
    signal.removeEventListener('abort', giveBack);
  }
}

/** What it gives while there is still time to answer Lambda, else `late`: one call may outlast the whole reserve. */
export function beforeAnswer<Value>(
  { answerMs }: Pick<StartedDeadline, 'answerMs'>,
  clock: Clock,
  work: Promise<Value>,
): Promise<Value | 'late'> {
  return within(work, answerMs(), clock);
}
