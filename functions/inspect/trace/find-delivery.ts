import { ARCHIVE_PREFIX } from '#shared/archive/read-archive.ts';
import { readArchiveLine, type ArchiveLine } from '#shared/messages/archive-line.ts';
import type { Objects } from '#shared/ports.ts';
import { hourBefore, scanHour, startOfHour, type FoundLine } from './scan-hour.ts';
import type { SearchBudget } from './search-budget.ts';

export interface DeliverySearch {
  /** A delivery's, an event's or the sender's own event id. */
  readonly id: string;
  /** Where to begin; hour by hour backwards from there. */
  readonly near: Date;
  readonly hoursMax: number;
}

export interface ArchivedEvent {
  readonly key: string;
  readonly line: ArchiveLine;
}

export interface FoundDelivery {
  /** Every line of the delivery in the hour of its receipt, the same event maybe more than once; none where it was not found. */
  readonly lines: readonly ArchivedEvent[];
  /** Whether all that was to be looked through was looked through. */
  readonly isWhole: boolean;
  readonly gaps: readonly string[];
}

/** Looks for a delivery in the archive, the newest hour first, and ends with the hour in which it was found. */
export async function findDelivery(
  { id, near, hoursMax }: DeliverySearch,
  results: Pick<Objects, 'list' | 'get'>,
  budget: SearchBudget,
): Promise<FoundDelivery> {
  const gaps: string[] = [];
  const linesOf = async (hour: Date, wanted: string) => {
    const scanned = await scanHour({ prefix: ARCHIVE_PREFIX, at: hour, ids: [wanted] }, results, budget);
    gaps.push(...scanned.gaps);
    return scanned.found.flatMap((found) => parse(found, gaps)).filter(({ line }) => isOf(line, wanted));
  };

  let hour = startOfHour(near);
  for (let searched = 0; searched < hoursMax; searched += 1, hour = hourBefore(hour)) {
    if (budget.isOver()) break;
    const matching = await linesOf(hour, id);
    const newest = matching.toSorted((one, other) => (one.line.time < other.line.time ? 1 : -1))[0];
    if (!newest) continue;
    const deliveryId = newest.line.deliveryid;
    // The other elements of its array are in the same hour.
    const isPart = newest.line.element !== undefined && id !== deliveryId;
    const lines = (isPart ? await linesOf(hour, deliveryId) : matching).filter(
      ({ line }) => line.deliveryid === deliveryId,
    );
    if (budget.isOver()) gaps.push(`${overSentence} in the hour of ${hour.toISOString()}.`);
    const isWhole = gaps.length === 0;
    const others = othersOf(matching, deliveryId, id);
    return { lines, isWhole, gaps: [...new Set([...gaps, ...others])] };
  }
  if (budget.isOver()) gaps.push(`${overSentence} before ${hour.toISOString()} was reached: ask with near.`);
  return { lines: [], isWhole: gaps.length === 0, gaps };
}

const overSentence = 'The time or the size of one search of the archive was over';

const isOf = ({ id, deliveryid, sendereventid }: ArchiveLine, wanted: string) =>
  id === wanted || deliveryid === wanted || sendereventid === wanted;

function parse({ key, text }: FoundLine, gaps: string[]): readonly ArchivedEvent[] {
  try {
    return [{ key, line: readArchiveLine(text) }];
  } catch {
    // The sentence says it; the error would say no more.
    gaps.push(`${key} has a line that this code cannot read.`);
    return [];
  }
}

function othersOf(matching: readonly ArchivedEvent[], deliveryId: string, id: string): readonly string[] {
  const others = new Set(matching.map(({ line }) => line.deliveryid).filter((other) => other !== deliveryId));
  return others.size === 0 ? [] : [`Other deliveries of this hour have the id ${id}, too: ${[...others].join(', ')}.`];
}
