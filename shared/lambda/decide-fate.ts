import { GiveUp, RetryLater } from '../errors.ts';
import type { FailureClass } from '../messages/failure.ts';
import type { Random } from '../ports.ts';
import { NotStarted } from './deadline.ts';

/** The longest first wait: a throttle or a restart of whatever was called has mostly passed by then. */
export const FIRST_BACKOFF_SECONDS = 5;

/**
 * SQS hides a message for 12 h from its receipt on, and refuses more. By now it may have been held for Lambda's longest
 * window (300 s) and its longest function (900 s).
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
 */
const POSTPONE_SECONDS_MAX = 43_200 - 300 - 900;

/** No dead letter is locked for longer than it is kept: 400 days. */
const NOT_BEFORE_SECONDS_MAX = 400 * 24 * 60 * 60;

/** How often and how far apart a function tries a message: its row's settings. */
export interface RetryRules {
  readonly attemptsMax: number;
  readonly backoffCeilingSeconds: number;
  /** The longest waits between all attempts together: nothing is tried for longer than that. */
  readonly horizonSeconds: number;
}

export type Fate =
  | { readonly retrySeconds: number }
  | {
      readonly deadLetter: FailureClass;
      /** Whoever refused asked not to be tried again for that long. */
      readonly notBeforeSeconds?: number;
    };

export interface FailedAttempt {
  readonly error: unknown;
  /** From 1. */
  readonly attempt: number;
  /** Since its first attempt. */
  readonly ageSeconds: number;
}

/** What becomes of a message whose work failed with this error. */
export function decideFate({ error, attempt, ageSeconds }: FailedAttempt, rules: RetryRules, random: Random): Fate {
  if (error instanceof GiveUp) return { deadLetter: error.isDestinationDown ? 'destination-down' : 'gave-up' };
  const afterSeconds = error instanceof RetryLater ? askedSeconds(error) : 0;
  // Whoever asks for a long wait at every attempt would keep it, and a place in its queue, for many horizons.
  const isBeyondHorizon = afterSeconds > 0 && ageSeconds + afterSeconds > rules.horizonSeconds;
  if (attempt >= rules.attemptsMax || isBeyondHorizon) {
    return { deadLetter: 'exhausted', ...(afterSeconds > 0 && { notBeforeSeconds: afterSeconds }) };
  }
  // Someone else, or this function a moment later, may take it at once. Where that fails too, so would the next attempts.
  if (error instanceof NotStarted && attempt === 1) return { retrySeconds: 0 };
  const jittered = backoffSeconds(attempt, rules, random);
  return { retrySeconds: Math.min(POSTPONE_SECONDS_MAX, Math.max(jittered, afterSeconds)) };
}

/** Full jitter: messages that failed together come back apart. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
function backoffSeconds(attempt: number, { backoffCeilingSeconds }: RetryRules, random: Random): number {
  const longest = Math.min(backoffCeilingSeconds, FIRST_BACKOFF_SECONDS * 2 ** (attempt - 1));
  return Math.floor(random.fraction() * (longest + 1));
}

/** A worker may have computed it from what a stranger sent. */
function askedSeconds({ afterSeconds }: RetryLater): number {
  return afterSeconds > 0 ? Math.min(Math.ceil(afterSeconds), NOT_BEFORE_SECONDS_MAX) : 0;
}
