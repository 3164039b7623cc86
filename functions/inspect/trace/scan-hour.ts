import { listSpan } from '#shared/archive/list-span.ts';
import { readObjects } from '#shared/archive/read-objects.ts';
import type { ObjectListing, Objects } from '#shared/ports.ts';
import type { SearchBudget } from './search-budget.ts';

const HOUR_MS = 60 * 60 * 1000;

export interface HourScan {
  /** Where a worker's results lie, ending in `/`. */
  readonly prefix: string;
  /** An instant of the hour. */
  readonly at: Date;
  /** Lines are meant that have one of these ids in them, wherever. */
  readonly ids: readonly string[];
}

export interface FoundLine {
  readonly key: string;
  readonly text: string;
}

export interface ScannedHour {
  readonly found: readonly FoundLine[];
  /** What of it could not be read: sentences. */
  readonly gaps: readonly string[];
}

export const startOfHour = (at: Date) => new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
export const hourBefore = (hour: Date) => new Date(hour.getTime() - HOUR_MS);

/**
 * Looks through all results that one worker keeps of the events of one hour. Only lines that are found are parsed, by
 * whoever asks: to look for an id in their text is many times faster.
 */
export async function scanHour(
  { prefix, at, ids }: HourScan,
  results: Pick<Objects, 'list' | 'get'>,
  budget: SearchBudget,
): Promise<ScannedHour> {
  const from = startOfHour(at);
  const listed = listSpan({ prefix, from, until: new Date(from.getTime() + HOUR_MS) }, results);
  const needles = ids.map(asInJson);
  const found: FoundLine[] = [];
  const gaps: string[] = [];
  for await (const read of readObjects(withinBudget(listed, budget), results)) {
    if ('damage' in read) gaps.push(`${read.key}: ${read.damage}.`);
    else if (needles.some((needle) => read.text.includes(needle))) found.push({ key: read.key, text: read.text });
  }
  return { found, gaps };
}

/** A sender's own id may have characters that JSON escapes. */
const asInJson = (id: string) => JSON.stringify(id).slice(1, -1);

async function* withinBudget(listed: AsyncIterable<ObjectListing>, budget: SearchBudget) {
  for await (const listing of listed) {
    if (budget.isOver()) return;
    budget.spend(listing.bytes);
    yield listing;
  }
}
