import { isDeadLetter, type StoredDeadLetter, type UnreadDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';

/** What lists show of a record; nothing of what never was a dead letter. */
export function summaryOf(
  record: StoredDeadLetter['record'] | UnreadDeadLetter['record'] | undefined,
): DeadLetterSummary | undefined {
  if (!record || !isDeadLetter(record)) return undefined;
  const { body: _, attributes: __, ...summary } = record;
  return summary;
}
