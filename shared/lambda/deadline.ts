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
  /** Until what is finished must be stored: then half of the reserve is left to say what becomes of the rest. */
  readonly storeMs: () => number;
  /** Until Lambda must have its answer. */
  readonly answerMs: () => number;
  readonly end: () => void;
}

/** Ends with `end`, so that no timer outlives the batch in an environment that is frozen and thawed. */
export function startDeadline(remainingMs: () => number, clock: Clock): StartedDeadline {
  const deadline = new AbortController();
  const ended = new AbortController();
  const leftMs = remainingMs();
  const reserveMs = Math.min(RESERVE_MS_MAX, leftMs * RESERVE_SHARE);
  const workMs = () => Math.max(0, remainingMs() - reserveMs);
  const storeMs = () => Math.max(0, remainingMs() - reserveMs / 2);
  const answerMs = () => Math.max(0, remainingMs() - Math.min(ANSWER_MS_MAX, reserveMs * ANSWER_SHARE));
  clock.sleep(leftMs - reserveMs, ended.signal).then(
    () => deadline.abort(),
    // The batch was done before: there is nothing left to end.
    () => undefined,
  );
  return {
    signal: deadline.signal,
    workMs,
    storeMs,
    answerMs,
    remainingMs,
    end: () => ended.abort('the batch is done'),
  };
}

/**
 * Starts the work unless the deadline has passed, and waits for it no longer than that. The work is told by the signal
 * where it looks at it; what it still does afterwards counts for nothing.
 * @throws {NotStarted} when it was not started
 * @throws {RetryLater} when it did not finish
 */
export async function beforeDeadline<Value>({ signal }: Deadline, start: () => Promise<Value>): Promise<Value> {
  if (signal.aborted) throw new NotStarted();
  const { promise: passed, reject } = Promise.withResolvers<never>();
  const giveBack = () => reject(new RetryLater("The function's time ran out while this message was worked on"));
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
