import { readArchiveLine, type ArchiveLine } from '../messages/archive-line.ts';
import type { Objects } from '../ports.ts';
import { listSpan, type ListedSpan } from './list-span.ts';
import { readObjects } from './read-objects.ts';

/** Where the worker archive keeps its lines: its row's resultsPrefix. */
export const ARCHIVE_PREFIX = 'archive/';

/** One archived event and where it lies, or what could not be read there. */
export type Archived =
  | { readonly key: string; readonly line: number; readonly archived: ArchiveLine }
  | { readonly key: string; readonly line?: number; readonly damage: string };

/** Every line of a span of time, as often as it was archived. What cannot be read is named and hides nothing else. */
export async function* readArchive(
  span: Omit<ListedSpan, 'prefix'>,
  objects: Pick<Objects, 'list' | 'get'>,
): AsyncGenerator<Archived> {
  const { from, until } = span;
  for await (const read of readObjects(listSpan({ ...span, prefix: ARCHIVE_PREFIX }, objects), objects)) {
    const archived = 'damage' in read ? read : parseLine(read);
    // Its object has the whole hour.
    if ('archived' in archived && !isWithin(Date.parse(archived.archived.time), from, until)) continue;
    yield archived;
  }
}

function parseLine({
  key,
  line,
  text,
}: {
  readonly key: string;
  readonly line: number;
  readonly text: string;
}): Archived {
  try {
    return { key, line, archived: readArchiveLine(text) };
  } catch (error) {
    return { key, line, damage: error instanceof Error ? error.message : 'it is no archive line' };
  }
}

const isWithin = (ms: number, from: Date, until: Date) => ms >= from.getTime() && ms < until.getTime();
