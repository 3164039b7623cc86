// An archive as the worker archive leaves it, for whoever reads it.
import { gzipSync } from 'node:zlib';
import { hourFolder } from '#shared/archive/hour-folder.ts';
import { ARCHIVE_PREFIX } from '#shared/archive/read-archive.ts';
import { toArchiveLine } from '#shared/messages/archive-line.ts';
import { readBody } from '#shared/messages/body.ts';
import type { Event } from '#shared/messages/event.ts';
import { TRACEPARENT, type MemoryObjects } from './ports.ts';

export const archiveText = async (event: Event, objects: MemoryObjects): Promise<string> =>
  JSON.stringify(toArchiveLine(event, await readBody(event.body, objects), TRACEPARENT));

/** The name of an object that was stored at that time. */
export const nameAt = (at: string, index = 0) =>
  `${Date.parse(at).toString(16).padStart(12, '0')}${String(index).padStart(20, '0')}.ndjson.gz`;

/** @returns its key */
export function putLines(objects: MemoryObjects, folder: string, name: string, texts: readonly string[]): string {
  const bytes = gzipSync(texts.map((text) => `${text}\n`).join(''));
  objects.stored.set(`${folder}${name}`, { bytes });
  return `${folder}${name}`;
}

let archived = 0;

/** One object with these events, in the hour of the first. @returns its key */
export async function givenArchived(
  objects: MemoryObjects,
  events: readonly Event[],
  storedAt = events[0]!.receivedAt,
): Promise<string> {
  const texts = await Promise.all(events.map((event) => archiveText(event, objects)));
  archived += 1;
  return putLines(objects, hourFolder(ARCHIVE_PREFIX, events[0]!.receivedAt), nameAt(storedAt, archived), texts);
}
