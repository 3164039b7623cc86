import type { ObjectListing, Objects } from '../ports.ts';
import { hourFolder } from './hour-folder.ts';

export interface ListedSpan {
  /** Where a worker's results lie, ending in `/`. */
  readonly prefix: string;
  /** By when their events were received; the whole hours that it touches are listed. */
  readonly from: Date;
  readonly until: Date;
  /** What was stored at this instant or later is left out, so that who asks again meets the same objects. */
  readonly storedBefore?: Date;
  /** Only what comes behind this key. */
  readonly after?: string | undefined;
}

/** The objects of a span of time, hour after hour, and within an hour as they were stored. One listing however long it is. */
export async function* listSpan(
  { prefix, from, until, storedBefore, after = '' }: ListedSpan,
  objects: Pick<Objects, 'list'>,
): AsyncGenerator<ObjectListing> {
  if (until <= from) return;
  // The last instant that still belongs to it.
  const lastFolder = hourFolder(prefix, new Date(until.getTime() - 1).toISOString());
  const firstFolder = hourFolder(prefix, from.toISOString());
  for await (const listing of objects.list(prefix, after > firstFolder ? after : firstFolder)) {
    if (listing.key > lastFolder && !listing.key.startsWith(lastFolder)) return;
    if (storedBefore && storedAt(listing.key) >= storedBefore.getTime()) continue;
    yield listing;
  }
}

/** Names of objects are `ids.unique()`, which begins with its milliseconds in hex. */
const NAME = /\/([0-9a-f]{12})[0-9a-f]{20}\.ndjson\.gz$/;

/** When it was named, moments before it was stored, in unix milliseconds; 0 of a name that is not ours. */
export function storedAt(key: string): number {
  return Number.parseInt(NAME.exec(key)?.[1] ?? '0', 16);
}
