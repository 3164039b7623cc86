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
  readonly line: TracedLine;
}

/** Of an archive line what a trace tells: many may be meant, and the body of each may have megabytes. */
export type TracedLine = Pick<
  ArchiveLine,
  'id' | 'deliveryid' | 'source' | 'type' | 'time' | 'provider' | 'sendereventid' | 'element'
>;

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
    const unreadable = new Set<string>();
    const read = (found: FoundLine) => readLine(found, wanted, unreadable);
    const scanned = await scanHour({ prefix: ARCHIVE_PREFIX, at: hour, ids: [wanted], read }, results, budget);
    gaps.push(...scanned.gaps, ...unreadable);
    return scanned.found;
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

const isOf = ({ id, deliveryid, sendereventid }: TracedLine, wanted: string) =>
  id === wanted || deliveryid === wanted || sendereventid === wanted;

function readLine({ key, text }: FoundLine, wanted: string, unreadable: Set<string>): ArchivedEvent | undefined {
  try {
    const line = readArchiveLine(text);
    return isOf(line, wanted) ? { key, line: tracedLine(line) } : undefined;
  } catch {
    // The sentence says it; the error would say no more.
    unreadable.add(`${key} has a line that this code cannot read.`);
    return undefined;
  }
}

function tracedLine({ id, deliveryid, source, type, time, provider, sendereventid, element }: ArchiveLine): TracedLine {
  return {
    id,
    deliveryid,
    source,
    type,
    time,
    provider,
    ...(sendereventid !== undefined && { sendereventid }),
    ...(element !== undefined && { element }),
  };
}

function othersOf(matching: readonly ArchivedEvent[], deliveryId: string, id: string): readonly string[] {
  const others = new Set(matching.map(({ line }) => line.deliveryid).filter((other) => other !== deliveryId));
  return others.size === 0 ? [] : [`Other deliveries of this hour have the id ${id}, too: ${[...others].join(', ')}.`];
}
