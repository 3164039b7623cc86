import type { EmulatorContext } from '../../emulator-context.ts';
import { elapsedMs } from '../../emulator-context.ts';
import type { Queue } from './find-queue.ts';
import { integerAttribute } from './find-queue.ts';

export interface MessageCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** Exact at this moment; messages past their retention do not count. */
export function countMessages(context: EmulatorContext, queue: Queue): MessageCounts {
  const now = context.now();
  const counts = context.database.get<MessageCounts>(
    `SELECT COUNT(*) FILTER (WHERE visible_at <= ?1) AS visible,
            COUNT(*) FILTER (WHERE visible_at > ?1 AND in_flight = 1) AS inFlight,
            COUNT(*) FILTER (WHERE visible_at > ?1 AND in_flight = 0) AS delayed
     FROM messages WHERE queue_id = ?2 AND sent_at > ?3`,
    now,
    queue.id,
    retentionStart(context, queue),
  );
  return counts ?? { visible: 0, inFlight: 0, delayed: 0 };
}

/** A message sent at this instant or before has outlived its retention. */
export function retentionStart(context: EmulatorContext, queue: Queue): number {
  return context.now() - elapsedMs(context, integerAttribute(queue, 'MessageRetentionPeriod'));
}
