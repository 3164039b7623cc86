import { GiveUp, RetryLater } from '#shared/errors.ts';
import type { OutboundAnswer } from '#shared/ports.ts';
import type { PostOutcome } from './breaker-gate.ts';
import { describeSilence } from './describe-silence.ts';

/** Of 4xx alone these ask to be tried again: https://www.rfc-editor.org/rfc/rfc9110#name-408-request-timeout, RFC 8470, RFC 6585 */
const TRY_AGAIN_STATUSES = [408, 425, 429];
/** Nobody is believed who asks for more than a week; a dead letter says when it was asked for. */
const RETRY_AFTER_SECONDS_MAX = 7 * 24 * 60 * 60;

/** What a post came to, for the destination and for the event: no failure where it was taken. */
export interface Judgement {
  /** `refused`: the address may not be called, so nothing was sent. */
  readonly outcome: PostOutcome | 'refused';
  /** 0 without an answer. */
  readonly status: number;
  readonly failure?: GiveUp | RetryLater;
  /** Why it was not taken, to stand behind the destination's name. */
  readonly reason?: string;
}

/** A redirect is given up: whoever signs for one address does not let that address name another. */
export function judgeAnswer(destination: string, { status, headers }: OutboundAnswer, now: Date): Judgement {
  const outcome = status >= 500 ? 'failed' : 'answered';
  if (status >= 200 && status < 300) return { outcome, status };
  const reason = `answered ${status}`;
  const message = `${destination} ${reason}`;
  if (status < 500 && !TRY_AGAIN_STATUSES.includes(status)) {
    return { outcome, status, reason, failure: new GiveUp(message, { destination }) };
  }
  const afterSeconds = retryAfterSeconds(headers['retry-after'], now);
  return { outcome, status, reason, failure: new RetryLater(message, { afterSeconds }) };
}

/** @param wasCutShort we ended it ourselves before the destination had all of its time */
export function judgeSilence(destination: string, error: unknown, wasCutShort: boolean): Judgement {
  if (error instanceof GiveUp) {
    const failure = new GiveUp(`${destination} cannot be called: ${error.message}`, { destination, cause: error });
    return { outcome: 'refused', status: 0, reason: 'cannot be called', failure };
  }
  const known = describeSilence(error, wasCutShort);
  const reason = known ?? 'did not answer';
  // What a code has told in our words must not be told in node's as well: those hold the address.
  const failure = new RetryLater(`${destination} ${reason}`, known === undefined ? { cause: error } : {});
  return { outcome: wasCutShort ? 'unknown' : 'failed', status: 0, reason, failure };
}

/** Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after. Anything else asks for nothing. */
export function retryAfterSeconds(header: string | undefined, now: Date): number {
  if (header === undefined) return 0;
  const seconds = secondsIn(header.trim(), now);
  return seconds > 0 ? Math.min(seconds, RETRY_AFTER_SECONDS_MAX) : 0;
}

function secondsIn(text: string, now: Date): number {
  if (/^\d+$/.test(text)) return Number(text);
  // Date.parse takes nearly anything; a date of HTTP begins with its weekday.
  if (!/^[A-Z][a-z]{2}/.test(text)) return 0;
  return Math.ceil((Date.parse(text) - now.getTime()) / 1000);
}
