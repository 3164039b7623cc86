import { readObjects } from '#shared/archive/read-objects.ts';
import { toEvent } from '#shared/archive/to-event.ts';
import { archivedBytes, readArchiveLine } from '#shared/messages/archive-line.ts';
import { checkInBody } from '#shared/messages/body.ts';
import type { ReplayMark } from '#shared/messages/replay-mark.ts';
import type { Objects, QueueMessage } from '#shared/ports.ts';
import type { Hold } from '../candidate.ts';
import type { ArchivedEvent } from './backfill-candidate.ts';
import { toMessage } from './to-message.ts';

/**
 * The messages of events that are too large for one: each is read once more, and its body put where ingest or dispatch had
 * put it, or it is still there. One after the other, so that no more than one body is held. An event that fails fails alone.
 * @param hold called before each, since all of a page may take longer than a turn; what it throws ends the page
 * @returns by the events' ids
 */
export async function checkInEvents(
  events: readonly ArchivedEvent[],
  mark: ReplayMark,
  results: Objects,
  hold?: Hold,
): Promise<ReadonlyMap<string, QueueMessage | Error>> {
  const messages = new Map<string, QueueMessage | Error>();
  for (const [key, ofObject] of Map.groupBy(events, (event) => event.key)) {
    const byLine = new Map(ofObject.map((event) => [event.line, event]));
    for await (const read of readObjects(listingOf(key), results)) {
      const event = 'damage' in read ? undefined : byLine.get(read.line);
      if (!event || 'damage' in read) continue;
      await hold?.();
      const message = await checkIn(event, read.text, mark, results).catch(asError);
      messages.set(event.id, message);
      byLine.delete(read.line);
      // The rest of its lines may be as large.
      if (byLine.size === 0) break;
    }
  }
  const gone = new Error('Its line in the archive could not be read again');
  return new Map(events.map(({ id }) => [id, messages.get(id) ?? gone]));
}

async function checkIn({ id }: ArchivedEvent, text: string, mark: ReplayMark, results: Objects): Promise<QueueMessage> {
  const line = readArchiveLine(text);
  // An erasure moves up the lines behind those that it takes away.
  if (!id.endsWith(`/${line.id}`)) throw new Error('Its line in the archive is gone, or stands elsewhere by now');
  const kept = { retentionDays: line.retentiondays };
  const body = await checkInBody(archivedBytes(line), `${line.source}/${line.deliveryid}`, results, kept);
  return toMessage({ ...toEvent(line), body }, line.traceparent ?? '', mark);
}

async function* listingOf(key: string) {
  yield { key, bytes: 0 };
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));
