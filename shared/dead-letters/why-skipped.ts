import type { DeadLetter, DeadLetterSummary } from '../messages/dead-letter.ts';
import type { DoneStub } from './done-stub.ts';
import { DEAD_LETTER_DAYS } from './expires-at.ts';
import { isUnreadable, type UnreadableRecord } from './read-record.ts';

/** Why a dead letter is not sent back, in the words that operators read. */
export type SkipReason =
  | 'done'
  | 'replayed'
  | 'discarded'
  | 'quarantined'
  | 'held by another run'
  | 'not there'
  | 'not yet to be tried again'
  | 'older than its markers'
  | 'unreadable'
  | 'unreadable: a newer version';

export interface Skip {
  readonly because: SkipReason;
  /** From when on it is no longer skipped, where that is known. */
  readonly until?: string;
}

/** A dead letter with or without its message. */
export type Replayable = DeadLetter | DeadLetterSummary | DoneStub | UnreadableRecord;

/** How long our queues keep a message. */
const RETENTION_DAYS = 14;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface SkipRules {
  /** A new effect on purpose: neither its result nor its having been closed keeps it back. */
  readonly isForced?: boolean | undefined;
  /** The run whose invocation has died: what that one held is its own. */
  readonly resumedRun?: string | undefined;
}

/** Undefined where it may be sent back: it is open, the run that claimed it has died, or its replay has been lost. */
export function whySkipped(
  record: Replayable | undefined,
  now: Date,
  { isForced = false, resumedRun }: SkipRules = {},
): Skip | undefined {
  if (!record) return { because: 'not there' };
  if (isUnreadable(record)) return { because: record.isNewer ? 'unreadable: a newer version' : 'unreadable' };
  if (!('failure' in record)) return { because: 'done' };
  if (record.state === 'replaying') {
    const { claimedUntil, run } = record;
    const isOwn = run !== undefined && run === resumedRun;
    if (!isOwn && claimedUntil !== undefined && isAhead(claimedUntil, now)) {
      return { because: 'held by another run', until: claimedUntil };
    }
  } else if (record.state !== 'open' && !isForced && !isLost(record, now)) return { because: record.state };
  const { firstAt, notBefore } = record.failure;
  // What a first attempt has done is known from its markers alone, and they are gone by then.
  if (!isForced && now.getTime() - Date.parse(firstAt) > DEAD_LETTER_DAYS * DAY_MS) {
    return { because: 'older than its markers' };
  }
  if (notBefore !== undefined && isAhead(notBefore, now)) {
    return { because: 'not yet to be tried again', until: notBefore };
  }
  return undefined;
}

/** SQS has forgotten its message, and nothing came of it: a queue was paused for too long, or purged. */
const isLost = ({ state, closedAt }: Exclude<Replayable, DoneStub | UnreadableRecord>, now: Date) =>
  state === 'replayed' && closedAt !== undefined && now.getTime() - Date.parse(closedAt) > RETENTION_DAYS * DAY_MS;

const isAhead = (instant: string, now: Date) => Date.parse(instant) > now.getTime();
