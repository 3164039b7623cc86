import { isDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import type { DoneStub } from '#shared/dead-letters/done-stub.ts';
import { unclaimed } from '#shared/dead-letters/unclaimed.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';

/**
 * What the table says after this arrival. Not clocks but generations tell what is news: `replays` of what arrived is the
 * count of its replay mark, so whatever is of an earlier one than the record is a copy of what the record already knows.
 * @param arrived as it would be recorded if it were the first: open, and arrived once
 * @param replaysMax after so many it waits for somebody to look at it, and no run sends it unless forced
 */
export function recordOf(kept: DeadLetter | DoneStub | undefined, arrived: DeadLetter, replaysMax: number): DeadLetter {
  const waiting: DeadLetter = { ...arrived, state: arrived.replays >= replaysMax ? 'quarantined' : 'open' };
  if (!kept) return waiting;
  if (!isDeadLetter(kept)) return arrived.replays > kept.replays ? waiting : doneOf(kept, arrived);
  const arrivals = kept.arrivals + 1;
  if (!isNews(kept, arrived)) return { ...kept, arrivals };
  const { closedAt: _, ...rest } = unclaimed(kept);
  return {
    ...rest,
    ...(arrived.run !== undefined && { run: arrived.run }),
    state: waiting.state,
    replays: arrived.replays,
    arrivals,
    failure: { ...arrived.failure, firstAt: kept.failure.firstAt },
  };
}

/** Whether an arrival tells of a failure that the table does not know yet, or is a copy of one that it knows. */
export const isNewFailure = (kept: DeadLetter | DoneStub | undefined, arrived: DeadLetter): boolean =>
  !kept || (isDeadLetter(kept) ? isNews(kept, arrived) : arrived.replays > kept.replays);

/** The event had its result before its dead letter came by: kept with its message, and never replayed. */
const doneOf = ({ replays, closedAt }: DoneStub, arrived: DeadLetter): DeadLetter => ({
  ...arrived,
  state: 'done',
  replays,
  closedAt,
});

/**
 * A later generation is news even where no run has closed its record: it died between sending and closing. The same
 * generation is news only once it was sent: while a run still holds the record, it is a second copy of what the run sends.
 */
const isNews = (kept: DeadLetter, arrived: DeadLetter) =>
  arrived.replays > kept.replays || (arrived.replays === kept.replays && kept.state === 'replayed');
