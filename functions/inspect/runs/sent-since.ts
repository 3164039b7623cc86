import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { isUnreadable } from '#shared/dead-letters/read-record.ts';
import type { Replayable } from '#shared/dead-letters/why-skipped.ts';
import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { Receipt } from '#shared/messages/receipt.ts';
import { addSince, NOTHING_SINCE, type SentSince } from '#shared/messages/sent-since.ts';
import type { Clock, Objects } from '#shared/ports.ts';
import { readOutcomes } from './read-outcomes.ts';

/** How long a queue keeps a message: what has no record by then, and was sent from a queue, never comes to one. */
const RETENTION_MS = 14 * 24 * 60 * 60 * 1000;

/** They hold their messages: at 256 KiB each 25 MB. A page of outcomes may have a thousand. */
const RECORDS_AT_ONCE = 100;

export interface SentSincePorts {
  readonly store: Pick<DeadLetterStore, 'getMany'>;
  readonly results: Pick<Objects, 'get' | 'list'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly isTimeOver: () => boolean;
}

/** What has become of those that a run sent, from one page of its outcomes on, as far as the time of a call goes. */
export async function sentSince(
  receipt: Receipt,
  firstPage: number,
  { store, results, clock, isTimeOver }: SentSincePorts,
): Promise<{ readonly since: SentSince; readonly nextPage?: number }> {
  let since = NOTHING_SINCE;
  for (let page = firstPage; page <= receipt.pages; page += 1) {
    if (page > firstPage && isTimeOver()) return { since, nextPage: page };
    // oxlint-disable no-await-in-loop -- one after the other, so that few records are held
    const outcomes = await readOutcomes(receipt.run, page, results);
    const ids = outcomes.filter(({ outcome }) => outcome === 'replayed').map(({ id }) => id);
    for (let start = 0; start < ids.length; start += RECORDS_AT_ONCE) {
      const some = ids.slice(start, start + RECORDS_AT_ONCE);
      const stored = await store.getMany(some);
      const now = clock.now();
      for (const id of some)
        since = addSince(since, { ...NOTHING_SINCE, [fateOf(stored.get(id)?.record, receipt, now)]: 1 });
    }
    // oxlint-enable no-await-in-loop
  }
  return { since };
}

function fateOf(record: Replayable | undefined, receipt: Receipt, now: Date): keyof SentSince {
  if (!record) return fateWithoutRecord(receipt, now);
  if (isUnreadable(record)) return 'unknown';
  const isOfArchive = receipt.request.kind === 'backfill';
  if (!('failure' in record)) return isOfArchive && !isSince(record.closedAt, receipt) ? 'unknown' : 'result';
  const { state, failure, closedAt } = record;
  // Of an event from the archive there may be a dead letter of long ago, which says nothing of this run.
  if (isOfArchive && !isSince(failure.lastAt, receipt) && !isSince(closedAt, receipt)) return 'unknown';
  if (isOfLaterRun(record, receipt)) return 'sentLater';
  if (state === 'done') return 'result';
  if (state === 'replayed') return 'waiting';
  return state === 'discarded' || state === 'quarantined' ? state : 'failedAgain';
}

/** What came since is that run's. What is closed by hand is so whoever had sent it. */
function isOfLaterRun({ run, state, failure, closedAt }: DeadLetterSummary, receipt: Receipt): boolean {
  if (run === undefined || run === receipt.run || state === 'discarded') return false;
  const { request } = receipt;
  // Such a run claims no record: it may still name an earlier one.
  const claimsNone = request.kind === 'backfill' || (request.kind === 'replay' && request.via === 'queue');
  return !claimsNone || isSince(failure.lastAt, receipt) || isSince(closedAt, receipt);
}

/** What was taken from a dead-letter queue itself gets its record with its result, or with its next failure. */
function fateWithoutRecord({ request, startedAt }: Receipt, now: Date): keyof SentSince {
  const isFromQueue = request.kind === 'replay' && request.via === 'queue';
  return isFromQueue && now.getTime() - Date.parse(startedAt) < RETENTION_MS ? 'waiting' : 'unknown';
}

const isSince = (instant: string | undefined, { startedAt }: Receipt) =>
  instant !== undefined && Date.parse(instant) >= Date.parse(startedAt);
