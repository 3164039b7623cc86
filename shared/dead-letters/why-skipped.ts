import type { DeadLetter, DeadLetterState, DeadLetterSummary } from '../messages/dead-letter.ts';
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
type Told = DeadLetter | DeadLetterSummary;

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
  const held = whyHeld(record, now, resumedRun);
  if (held) return held;
  const state = stateOf(record);
  if (state !== 'open' && !isForced && !isLost(state, record, now)) return { because: state };
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

function whyHeld({ state, run, claimedUntil }: Told, now: Date, resumedRun: string | undefined): Skip | undefined {
  const isOwn = run !== undefined && run === resumedRun;
  if (state !== 'replaying' || isOwn || claimedUntil === undefined || !isAhead(claimedUntil, now)) return undefined;
  return { because: 'held by another run', until: claimedUntil };
}

/**
 * A claim that has passed is what it was before: what a forced run had taken up is closed again. Summaries do not say, and count as
 * open; what is acted upon is always read.
 */
function stateOf(record: Told): Exclude<DeadLetterState, 'replaying'> {
  if (record.state !== 'replaying') return record.state;
  return ('claimedFrom' in record && record.claimedFrom?.state) || 'open';
}

/** SQS has forgotten its message, and nothing came of it: a queue was paused for too long, or purged. */
const isLost = (state: DeadLetterState, { closedAt }: Told, now: Date) =>
  state === 'replayed' && closedAt !== undefined && now.getTime() - Date.parse(closedAt) > RETENTION_DAYS * DAY_MS;

const isAhead = (instant: string, now: Date) => Date.parse(instant) > now.getTime();
