import { ARCHIVE_PREFIX } from '#shared/archive/read-archive.ts';
import { systemIds } from '#shared/lambda/system.ts';
import type { Event } from '#shared/messages/event.ts';
import type { Objects } from '#shared/ports.ts';
import { archiveEvent } from '../../functions/workers/archive/archive-event.ts';
import { storeResultsPerBatch } from '../../functions/workers/store-results-per-batch.ts';
import { givenDeadline } from './given-deadline.ts';
import { givenRecord } from './given-messages.ts';

/** Puts events into the archive as the worker archive does with one batch: one object for each hour of them. */
export async function archiveEvents(events: readonly Event[], results: Objects): Promise<void> {
  const ports = { results, prefix: ARCHIVE_PREFIX, ids: systemIds, eventsAtOnce: 2 };
  const archiveBatch = storeResultsPerBatch(archiveEvent, { ...ports, toLine: (_, line) => line });
  const records = events.map((event, index) => givenRecord(event, `message-${index}`));
  const failures = await archiveBatch(records, givenDeadline());
  for (const error of failures.values()) throw error;
}
