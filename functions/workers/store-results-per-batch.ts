import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import { bodyBytes, readBody } from '#shared/messages/body.ts';
import type { Event } from '#shared/messages/event.ts';
import { packWithin } from '#shared/messages/pack-within.ts';
import type { Ids, Objects } from '#shared/ports.ts';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import pMap from 'p-map';
import type { Worker } from './worker.ts';

/** One object's worth of bodies, and how many are parsed at a time: parsed JSON takes up to 22 times its text. */
const OBJECT_LIMITS = { countMax: 10_000, bytesMax: 16 * 1024 * 1024 };
const EVENTS_AT_ONCE = 2;

export interface ResultPorts<Result> {
  readonly results: Objects;
  /** How a result is kept: as one line of JSON that names its event. */
  readonly toLine: (event: Event, result: Result) => unknown;
  /** Where this worker's results lie, ending in `/`. */
  readonly prefix: string;
  readonly ids: Ids;
}

/**
 * Works on each event by itself and writes the results of the batch as one gzipped NDJSON object under the hour of their
 * arrival; a batch too large for memory becomes several. A failed event fails alone, a failed write its own events.
 */
export function storeResultsPerBatch<Result>(worker: Worker<Result>, ports: ResultPorts<Result>) {
  return async (records: readonly BatchRecord<Event>[]): Promise<ReadonlyMap<string, unknown>> => {
    const failures = new Map<string, unknown>();
    for (const { folder, records: group } of groupByHour(records)) {
      const lineOf = async (record: BatchRecord<Event>) => {
        try {
          const line = ports.toLine(record.noun, await resultOf(record, worker, ports));
          return { messageId: record.messageId, text: `${JSON.stringify(line)}\n` };
        } catch (error) {
          failures.set(record.messageId, error);
          return undefined;
        }
      };
      const lines = (await pMap(group, lineOf, { concurrency: EVENTS_AT_ONCE })).filter((line) => line !== undefined);
      if (lines.length === 0) continue;
      try {
        await storeLines(lines, folder, ports);
      } catch (error) {
        for (const { messageId } of lines) failures.set(messageId, error);
      }
    }
    return failures;
  };
}

function resultOf<Result>(
  record: BatchRecord<Event>,
  worker: Worker<Result>,
  { results }: ResultPorts<Result>,
): Promise<Result> {
  const { noun: event, attempt, traceparent } = record;
  return worker(event, { attempt, traceparent, readBody: () => readBody(event.body, results) });
}

async function storeLines(
  lines: readonly { readonly text: string }[],
  folder: string,
  { results, prefix, ids }: Omit<ResultPorts<never>, 'toLine'>,
): Promise<void> {
  const bytes = await promisify(gzip)(lines.map(({ text }) => text).join(''));
  await results.put(`${prefix}${folder}/${ids.unique()}.ndjson.gz`, bytes, {
    contentType: 'application/x-ndjson',
    contentEncoding: 'gzip',
  });
}

interface Group {
  readonly folder: string;
  readonly records: readonly BatchRecord<Event>[];
}

/** The hour is the event's, not the clock's: whoever looks for an hour's events finds all of them in its folder. */
function groupByHour(records: readonly BatchRecord<Event>[]): readonly Group[] {
  const hours = Map.groupBy(records, ({ noun: { receivedAt } }) => receivedAt.slice(0, 13));
  return [...hours].flatMap(([hour, ofHour]) =>
    packWithin(ofHour, ({ noun: { body } }) => bodyBytes(body), OBJECT_LIMITS).map((group) => ({
      folder: `date=${hour.slice(0, 10)}/hour=${hour.slice(11)}`,
      records: group,
    })),
  );
}
