import * as v from 'valibot';
import { archivedBytes, type ArchiveLine } from '../messages/archive-line.ts';
import { inlineBody } from '../messages/body.ts';
import { describePlaces } from '../messages/describe-places.ts';
import { eventSchema, type Event } from '../messages/event.ts';

/**
 * The event that was archived, as dispatch had published it and with its bytes inline, whatever their size.
 * @throws {Error} that names places and no values
 */
export function toEvent(line: ArchiveLine): Event {
  const { sendereventid: senderEventId, element, retentiondays: retentionDays } = line;
  const parsed = v.safeParse(eventSchema, {
    v: 1,
    id: line.id,
    ...(senderEventId !== undefined && { senderEventId }),
    type: line.type,
    source: line.source,
    provider: line.provider,
    deliveryId: line.deliveryid,
    receivedAt: line.time,
    headers: parseJson(line.headers, 'headers'),
    contentType: line.datacontenttype,
    body: inlineBody(archivedBytes(line)),
    ...(retentionDays !== undefined && { retentionDays }),
    ...(element !== undefined && { element: parseJson(element, 'element') }),
  });
  if (parsed.success) return parsed.output;
  throw new Error(`This archive line is no event: ${describePlaces(parsed.issues)}`);
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the text, and a header may be a secret.
    throw new Error(`This archive line is no event: ${place} is not JSON`);
  }
}
