import { listSpan } from '#shared/archive/list-span.ts';
import { readObjects } from '#shared/archive/read-objects.ts';
import type { ObjectListing, Objects } from '#shared/ports.ts';
import type { SearchBudget } from './search-budget.ts';

const HOUR_MS = 60 * 60 * 1000;

export interface HourScan<Found> {
  /** Where a worker's results lie, ending in `/`. */
  readonly prefix: string;
  /** An instant of the hour. */
  readonly at: Date;
  /** Lines are read that have one of these ids as a string of their own in them, wherever. */
  readonly ids: readonly string[];
  /** What a line is to whoever asks; undefined where it is not meant. What is not kept of it here is not held any longer. */
  readonly read: (line: FoundLine) => Found | undefined;
}

export interface FoundLine {
  readonly key: string;
  readonly text: string;
}

export interface ScannedHour<Found> {
  readonly found: readonly Found[];
  /** What of it could not be read: sentences. */
  readonly gaps: readonly string[];
}

export const startOfHour = (at: Date) => new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
export const hourBefore = (hour: Date) => new Date(hour.getTime() - HOUR_MS);

/**
 * Looks through all results that one worker keeps of the events of one hour. Only lines that have an id in their text are
 * parsed, which is many times faster, and one by one: a short id may be in each of them.
 */
export async function scanHour<Found>(
  { prefix, at, ids, read }: HourScan<Found>,
  results: Pick<Objects, 'list' | 'get'>,
  budget: SearchBudget,
): Promise<ScannedHour<Found>> {
  const from = startOfHour(at);
  const listed = listSpan({ prefix, from, until: new Date(from.getTime() + HOUR_MS) }, results);
  // A sender's own id may have characters that JSON escapes.
  const needles = ids.map((id) => JSON.stringify(id));
  const found: Found[] = [];
  const gaps: string[] = [];
  for await (const line of readObjects(withinBudget(listed, budget), results)) {
    if ('damage' in line) gaps.push(`${line.key}: ${line.damage}.`);
    else if (needles.some((needle) => line.text.includes(needle))) {
      const meant = read(line);
      if (meant !== undefined) found.push(meant);
    }
  }
  return { found, gaps };
}

async function* withinBudget(listed: AsyncIterable<ObjectListing>, budget: SearchBudget) {
  for await (const listing of listed) {
    if (budget.isOver()) return;
    budget.spend(listing.bytes);
    yield listing;
  }
}
