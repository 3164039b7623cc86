import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { Judge } from './judge.ts';
import type { Order, Stream } from './stream.ts';
import { takeBatch } from './take-batch.ts';

export interface Walk {
  readonly streams: readonly Stream[];
  readonly judge: Judge;
  readonly order: Order;
  /** How many are judged at once. */
  readonly batchMax: number;
  readonly isTimeOver: () => boolean;
  /** Told of each that is meant, in their order. Where there is no room for it the walk ends before it. */
  readonly visit: (summary: DeadLetterSummary) => 'taken' | 'no-room';
}

/**
 * Goes through the streams until they are at their end, there is no more room, or the time is over; the streams then tell
 * where to go on. One batch is met at least, so that every call comes further.
 * @returns ids of those that this code cannot read
 */
export async function walk({ streams, judge, order, batchMax, isTimeOver, visit }: Walk): Promise<readonly string[]> {
  const unreadable: string[] = [];
  let hasRoom = true;
  do {
    const batch = await takeBatch(streams, batchMax, order);
    if (batch.length === 0) break;
    const judged = await judge(batch.map(({ entry }) => entry));
    for (const [index, taken] of batch.entries()) {
      const verdict = judged[index] ?? 'not-meant';
      if (verdict === 'unreadable') unreadable.push(taken.entry.id);
      hasRoom = typeof verdict === 'string' || visit(verdict) === 'taken';
      if (!hasRoom) break;
      taken.meet();
    }
  } while (hasRoom && !isTimeOver());
  return [...unreadable, ...streams.flatMap((stream) => stream.unreadable())];
}
