import { readArchive, type Archived } from '#shared/archive/read-archive.ts';
import { toEvent } from '#shared/archive/to-event.ts';
import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import type { ReplayMark } from '#shared/messages/replay-mark.ts';
import type { Objects } from '#shared/ports.ts';
import type { NothingYet } from '../candidate.ts';
import type { ArchivedEvent, BackfillCandidate } from './backfill-candidate.ts';
import type { IsWanted } from './is-wanted.ts';
import { toInlineMessage } from './to-message.ts';

/** Their ids are held, to tell which were archived twice: 100 bytes each in a function of a gigabyte. */
export const EVENTS_MAX = 1_000_000;

/**
 * What an event that is too large for a message counts for on a page: its body is not held, but to put 4 MiB where they belong
 * takes half a second, and six pages of eight have to be done within half a minute.
 */
const LARGE_BYTES = 1024 * 1024;

export interface Choice {
  readonly to: string;
  readonly from: Date;
  readonly until: Date;
  /** When the run began: what was archived later is not met, however often the run is resumed. */
  readonly startedAt: Date;
  readonly isWanted: IsWanted;
  readonly mark: ReplayMark;
  readonly eventsMax?: number;
  /** Only what lies behind this object. */
  readonly after?: string | undefined;
  /** Told of each object once all of it was given. */
  readonly onObjectEnd?: (key: string) => void;
}

/**
 * Every archived event that is meant, by its hour and once, however often it was archived. What cannot be read is among
 * them, so that the receipt names it.
 */
export async function* chooseEvents(
  { to, from, until, startedAt, isWanted, mark, eventsMax = EVENTS_MAX, after, onObjectEnd }: Choice,
  objects: Pick<Objects, 'list' | 'get'>,
): AsyncGenerator<BackfillCandidate | NothingYet> {
  const seen = new Set<string>();
  let lastKey: string | undefined;
  for await (const read of readArchive({ from, until, storedBefore: startedAt, after }, objects)) {
    if (lastKey !== undefined && read.key !== lastKey) {
      onObjectEnd?.(lastKey);
      yield undefined;
    }
    lastKey = read.key;
    if ('damage' in read) {
      yield { id: deadLetterId(to, placeOf(read)), because: read.damage };
      continue;
    }
    const { archived } = read;
    if (seen.has(archived.id) || !isWanted(archived)) continue;
    if (seen.size >= eventsMax) {
      const because = `One run sends at most ${eventsMax} events: begin another from ${hourOf(archived.time)} on`;
      yield { id: deadLetterId(to, 'and-all-behind'), because };
      return;
    }
    seen.add(archived.id);
    yield candidateOf(to, read, mark);
  }
}

function candidateOf(
  to: string,
  { key, line, archived }: Extract<Archived, { archived: unknown }>,
  mark: ReplayMark,
): BackfillCandidate {
  try {
    const id = deadLetterId(to, archived.id);
    const event = toEvent(archived);
    const message = toInlineMessage(event, archived.traceparent ?? '', mark);
    const { source, type } = archived;
    const bytes = message?.body.length ?? LARGE_BYTES;
    return { id, bytes, source, type, key, line, ...(message && { message }) } satisfies ArchivedEvent;
  } catch (error) {
    const because = error instanceof Error ? error.message : 'it is no event';
    return { id: deadLetterId(to, placeOf({ key, line })), because };
  }
}

const placeOf = ({ key, line }: { readonly key: string; readonly line?: number }) =>
  line === undefined ? key : `${key}:${line}`;

/** Whole hours are read in their order, but the events of one hour are not in the order of their times. */
const hourOf = (time: string) => `${time.slice(0, 13)}:00:00.000Z`;
