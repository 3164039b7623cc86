import { GiveUp } from '#shared/errors.ts';
import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import { storeInTime, type Deadline } from '#shared/lambda/deadline.ts';
import type { Event } from '#shared/messages/event.ts';
import { forcedBy } from '#shared/messages/replay-mark.ts';
import type { ObjectType } from '#shared/ports.ts';
import pMap from 'p-map';
import { resultOf } from './result-of.ts';
import type { ResultPorts } from './store-results-per-batch.ts';
import type { Worker } from './worker.ts';

/** Ids of ours are hex; of whatever else calls itself an event none may lead out of the worker's own folder. */
const SAFE_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/**
 * Works on each event by itself and writes its result as one object `<prefix><event id>.json`, which is its own marker: of
 * two results of one event the first stays. Whether it is there is not looked up before, since that would cost a call per
 * event to save work only on duplicates; a worker whose work must not be done twice keeps markers.
 */
export function storeResultsPerEvent<Result>(
  worker: Worker<Result>,
  { results, toLine, prefix, eventsAtOnce, noteDuplicate }: Omit<ResultPorts<Result>, 'ids'>,
) {
  return async (records: readonly BatchRecord<Event>[], deadline: Deadline): Promise<ReadonlyMap<string, unknown>> => {
    const failures = new Map<string, unknown>();
    const store = async (record: BatchRecord<Event>) => {
      try {
        const key = keyOf(record, prefix);
        const result = await resultOf(record, deadline, { worker, results, ...(noteDuplicate && { noteDuplicate }) });
        const bytes = Buffer.from(JSON.stringify(toLine(record.noun, result, record.traceparent)));
        const outcome = await storeInTime(deadline, () => results.putIfAbsent(key, bytes, typeOf(record.noun)));
        if (outcome === 'present') noteDuplicate?.(record);
      } catch (error) {
        failures.set(record.messageId, error);
      }
    };
    await pMap(records, store, { concurrency: eventsAtOnce });
    return failures;
  };
}

const typeOf = ({ retentionDays }: Event): ObjectType => ({
  contentType: 'application/json',
  ...(retentionDays !== undefined && { retentionDays }),
});

/** The result of a forced run lies beside the one that there was, and is its own marker. */
function keyOf({ noun: { id }, replay }: BatchRecord<Event>, prefix: string): string {
  if (!SAFE_ID.test(id)) throw new GiveUp('The id of this event cannot be part of a key');
  const forced = forcedBy(replay);
  return `${prefix}${id}${forced === undefined ? '' : `.forced-${forced}`}.json`;
}
