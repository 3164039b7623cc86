import type { ReplayAnswer } from '#shared/messages/replay-request.ts';
import type { QueueDepth } from '#shared/ports.ts';
import type { ReplayOfTable } from './replay-dead-letters.ts';

/** All that a dry run can tell of a queue without hiding its messages. */
export async function countWaiting(
  { limit = Infinity, before }: ReplayOfTable,
  deadLetters: Pick<QueueDepth, 'countWaiting'>,
  now: Date,
): Promise<ReplayAnswer> {
  const matched = await deadLetters.countWaiting();
  return {
    dryRun: true,
    state: 'finished',
    matched,
    succeeded: Math.min(matched, limit),
    skipped: 0,
    failed: 0,
    isApproximate: true,
    before: before ?? now.toISOString(),
  };
}
