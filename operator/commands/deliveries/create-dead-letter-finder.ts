import type { InvokeFunction } from '../../pipeline/invoke-function.ts';
import { listDeadLetters } from '../../verbs/list-dead-letters.ts';

/** One read of the table: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const IDS_PER_CALL = 100;

/**
 * Which of these events are open dead letters of the worker, or of `dispatch`.
 * @returns event id → why
 */
export type FindDeadLetters = (
  worker: string,
  eventIds: readonly string[],
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, string>>;

export function createDeadLetterFinder(invoke: InvokeFunction): FindDeadLetters {
  const pipeline = {
    inspect: (request: unknown, signal?: AbortSignal) => invoke('inspect', request, signal),
  };
  return async function findDeadLetters(worker, eventIds, signal) {
    const found = new Map<string, string>();
    for (let start = 0; start < eventIds.length; start += IDS_PER_CALL) {
      const ids = eventIds.slice(start, start + IDS_PER_CALL);
      const asked = { from: worker, ids, state: 'open', limit: ids.length } as const;
      // oxlint-disable-next-line no-await-in-loop -- one after the other, to leave the pipeline its time
      const { deadLetters } = await listDeadLetters(asked, pipeline, signal);
      for (const { eventId, failure } of deadLetters) found.set(eventId, failure.message);
    }
    return found;
  };
}
