import { readObjects } from '#shared/archive/read-objects.ts';
import { toEvent } from '#shared/archive/to-event.ts';
import { archivedBytes, readArchiveLine } from '#shared/messages/archive-line.ts';
import { checkInBody } from '#shared/messages/body.ts';
import type { ReplayMark } from '#shared/messages/replay-mark.ts';
import type { Objects, QueueMessage } from '#shared/ports.ts';
import type { ArchivedEvent } from './backfill-candidate.ts';
import { toMessage } from './to-message.ts';

/**
 * The messages of events that are too large for one: each is read once more, and its body put where ingest or dispatch had
 * put it, or it is still there. One after the other, so that no more than one body is held. An event that fails fails alone.
 * @returns by the events' ids
 */
export async function checkInEvents(
  events: readonly ArchivedEvent[],
  mark: ReplayMark,
  results: Objects,
): Promise<ReadonlyMap<string, QueueMessage | Error>> {
  const messages = new Map<string, QueueMessage | Error>();
  const byPlace = new Map(events.map((event) => [`${event.key}:${event.line}`, event]));
  const keys = [...new Set(events.map(({ key }) => key))];
  for await (const read of readObjects(listingOf(keys), results)) {
    if ('damage' in read) continue;
    const event = byPlace.get(`${read.key}:${read.line}`);
    if (event) messages.set(event.id, await checkIn(read.text, mark, results).catch(asError));
  }
  const gone = new Error('Its line in the archive could not be read again');
  return new Map(events.map(({ id }) => [id, messages.get(id) ?? gone]));
}

async function checkIn(text: string, mark: ReplayMark, results: Objects): Promise<QueueMessage> {
  const line = readArchiveLine(text);
  const body = await checkInBody(archivedBytes(line), `${line.source}/${line.deliveryid}`, results);
  return toMessage({ ...toEvent(line), body }, line.traceparent ?? '', mark);
}

async function* listingOf(keys: readonly string[]) {
  for (const key of keys) yield { key, bytes: 0 };
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));
