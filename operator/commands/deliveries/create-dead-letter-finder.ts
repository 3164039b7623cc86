import * as v from 'valibot';
import { listAnswerSchema, type InspectRequest } from '#shared/messages/inspect-request.ts';
import type { InvokeFunction } from '../../pipeline/invoke-function.ts';

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
  return async function findDeadLetters(worker, eventIds, signal) {
    const found = new Map<string, string>();
    for (let start = 0; start < eventIds.length; start += IDS_PER_CALL) {
      const ids = eventIds.slice(start, start + IDS_PER_CALL);
      const request: InspectRequest = { list: { from: worker, ids, state: 'open', limit: ids.length } };
      // oxlint-disable-next-line no-await-in-loop -- one after the other, to leave the pipeline its time
      const { deadLetters } = v.parse(listAnswerSchema, await invoke('inspect', request, signal));
      for (const { eventId, failure } of deadLetters) found.set(eventId, failure.message);
    }
    return found;
  };
}
