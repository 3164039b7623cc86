import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import { bodyBytes, readBody } from '#shared/messages/body.ts';
import type { Event } from '#shared/messages/event.ts';
import type { Clock, Ids, Objects } from '#shared/ports.ts';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Worker } from './worker.ts';

/** Bodies held in memory at a time: with their JSON, their lines and the gzip of them it stays below 512 MB. */
const BODY_BYTES_AT_ONCE = 32 * 1024 * 1024;

export interface ResultPorts {
  readonly results: Objects;
  /** Where this worker's results lie, ending in `/`. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Works on each event by itself and writes the results of the batch as one gzipped NDJSON object under the hour of their
 * arrival; a batch too large for memory becomes several. A failed event fails alone, a failed write its own events.
 */
export function storeResultsPerBatch<Result>(worker: Worker<Result>, ports: ResultPorts) {
  return async (records: readonly BatchRecord<Event>[]): Promise<ReadonlyMap<string, unknown>> => {
    const failures = new Map<string, unknown>();
    for (const group of groupByHour(records)) {
      const lines = await Promise.all(
        group.records.map(async (record) => {
          try {
            return { messageId: record.messageId, text: `${JSON.stringify(await resultOf(record, worker, ports))}\n` };
          } catch (error) {
            failures.set(record.messageId, error);
            return undefined;
          }
        }),
      );
      const written = lines.filter((line) => line !== undefined);
      if (written.length === 0) continue;
      try {
        await storeLines(
          written.map(({ text }) => text),
          group.folder,
          ports,
        );
      } catch (error) {
        for (const { messageId } of written) failures.set(messageId, error);
      }
    }
    return failures;
  };
}

function resultOf<Result>(
  record: BatchRecord<Event>,
  worker: Worker<Result>,
  { results }: ResultPorts,
): Promise<Result> {
  const { noun: event, attempt, traceparent } = record;
  return worker(event, { attempt, traceparent, readBody: () => readBody(event.body, results) });
}

async function storeLines(
  lines: readonly string[],
  folder: string,
  { results, prefix, ids }: ResultPorts,
): Promise<void> {
  const bytes = await promisify(gzip)(lines.join(''));
  await results.put(`${prefix}${folder}/${ids.unique()}.ndjson.gz`, bytes, {
    contentType: 'application/x-ndjson',
    contentEncoding: 'gzip',
  });
}

interface Group {
  readonly folder: string;
  readonly records: BatchRecord<Event>[];
  bytes: number;
}

/** The hour is the event's, not the clock's: whoever looks for an hour's events finds all of them in its folder. */
function groupByHour(records: readonly BatchRecord<Event>[]): readonly Group[] {
  const groups: Group[] = [];
  for (const record of records) {
    const folder = `date=${record.noun.receivedAt.slice(0, 10)}/hour=${record.noun.receivedAt.slice(11, 13)}`;
    const bytes = bodyBytes(record.noun.body);
    let group = groups.findLast((open) => open.folder === folder);
    if (!group || group.bytes + bytes > BODY_BYTES_AT_ONCE) {
      group = { folder, records: [], bytes: 0 };
      groups.push(group);
    }
    group.records.push(record);
    group.bytes += bytes;
  }
  return groups;
}
