import type { DeadLetter } from '../messages/dead-letter.ts';
import { deadLetterId, type DeadLetterKey } from './dead-letter-key.ts';
import type { DoneStub } from './done-stub.ts';
import { expiresAt } from './expires-at.ts';
import { unclaimed } from './unclaimed.ts';

/** An event that has its result; `count` is that of its `replay` mark, 0 without one. */
export interface DoneEvent extends DeadLetterKey {
  readonly count: number;
}

const LAST_WORDS: ReadonlySet<DeadLetter['state']> = new Set(['open', 'discarded', 'quarantined']);

/**
 * What the table must say once an event has its result after `count` replays; undefined where it says so already, or
 * where a later replay failed or was closed by hand: that has the last word.
 */
export function doneRecordOf(
  record: DeadLetter | DoneStub | undefined,
  { worker, eventId, count }: DoneEvent,
  now: Date,
): DeadLetter | DoneStub | undefined {
  const closedAt = now.toISOString();
  if (!record) {
    const id = deadLetterId(worker, eventId);
    return { v: 1, id, worker, eventId, state: 'done', replays: count, closedAt, expiresAt: expiresAt(now) };
  }
  const replays = Math.max(record.replays, count);
  // The count still rises: a dead letter from before this result must not open it again.
  if (record.state === 'done') return replays === record.replays ? undefined : { ...record, replays };
  if (record.replays > count && LAST_WORDS.has(record.state)) return undefined;
  return { ...('body' in record ? unclaimed(record) : record), state: 'done', replays, closedAt };
}
