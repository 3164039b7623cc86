import { hourFolder } from '#shared/archive/hour-folder.ts';
import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import { storeInTime, type Deadline } from '#shared/lambda/deadline.ts';
import { bodyBytes } from '#shared/messages/body.ts';
import type { Event } from '#shared/messages/event.ts';
import { packWithin } from '#shared/messages/pack-within.ts';
import type { Ids, Objects } from '#shared/ports.ts';
import { promisify } from 'node:util';
import { gzip, type CompressCallback } from 'node:zlib';
import pMap from 'p-map';
import { resultOf } from './result-of.ts';
import type { Worker } from './worker.ts';

/** One object's worth of bodies: it is put together in memory. */
const OBJECT_LIMITS = { countMax: 10_000, bytesMax: 16 * 1024 * 1024 };

export interface ResultPorts<Result> {
  readonly results: Objects;
  /** How a result is kept: as one line of JSON that names its event. */
  readonly toLine: (event: Event, result: Result, traceparent: string) => unknown;
  /** Where this worker's results lie, ending in `/`. */
  readonly prefix: string;
  readonly ids: Ids;
  /** How many events of a batch are worked on at a time: the row's setting. */
  readonly eventsAtOnce: number;
  /** Of a record whose work was done before; left out where nobody counts them. */
  readonly noteDuplicate?: (record: BatchRecord<Event>) => void;
}

/**
 * Works on each event by itself and writes the results of the batch as one gzipped NDJSON object under the hour of their
 * arrival; a batch too large for memory becomes several. A failed event fails alone, a failed write its own events.
 */
export function storeResultsPerBatch<Result>(worker: Worker<Result>, ports: ResultPorts<Result>) {
  return async (records: readonly BatchRecord<Event>[], deadline: Deadline): Promise<ReadonlyMap<string, unknown>> => {
    const failures = new Map<string, unknown>();
    for (const { folder, retentionDays, records: group } of groupByFolder(records)) {
      const lineOf = async (record: BatchRecord<Event>) => {
        try {
          const result = await resultOf(record, deadline, { worker, ...ports });
          const line = ports.toLine(record.noun, result, record.traceparent);
          return { messageId: record.messageId, text: `${JSON.stringify(line)}\n` };
        } catch (error) {
          failures.set(record.messageId, error);
          return undefined;
        }
      };
      const lines = (await pMap(group, lineOf, { concurrency: ports.eventsAtOnce })).filter(
        (line) => line !== undefined,
      );
      if (lines.length === 0) continue;
      try {
        await storeInTime(deadline, () => storeLines(lines, { folder, retentionDays }, ports));
      } catch (error) {
        for (const { messageId } of lines) failures.set(messageId, error);
      }
    }
    return failures;
  };
}

/** Made once: to promisify takes longer than to pack a small batch. */
const gzipped = promisify((text: string, done: CompressCallback) => gzip(text, done));

async function storeLines(
  lines: readonly { readonly text: string }[],
  { folder, retentionDays }: Pick<Group, 'folder' | 'retentionDays'>,
  { results, prefix, ids }: Pick<ResultPorts<never>, 'results' | 'prefix' | 'ids'>,
): Promise<void> {
  const bytes = await gzipped(lines.map(({ text }) => text).join(''));
  await results.put(`${prefix}${folder}${ids.unique()}.ndjson.gz`, bytes, {
    contentType: 'application/x-ndjson',
    contentEncoding: 'gzip',
    ...(retentionDays !== undefined && { retentionDays }),
  });
}

interface Group {
  readonly folder: string;
  /** Of all of them: an object is forgotten as a whole. */
  readonly retentionDays: number | undefined;
  readonly records: readonly BatchRecord<Event>[];
}

/** The hour is the event's, not the clock's: whoever looks for an hour's events finds all of them in its folder. */
function groupByFolder(records: readonly BatchRecord<Event>[]): readonly Group[] {
  const hours = Map.groupBy(records, ({ noun: { receivedAt } }) => receivedAt.slice(0, 13));
  return [...hours].flatMap(([hour, ofHour]) =>
    [...Map.groupBy(ofHour, ({ noun }) => noun.retentionDays)].flatMap(([retentionDays, kept]) =>
      packWithin(kept, ({ noun: { body } }) => bodyBytes(body), OBJECT_LIMITS).map((group) => ({
        folder: hourFolder('', hour),
        retentionDays,
        records: group,
      })),
    ),
  );
}
