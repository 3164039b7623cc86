import { whySkipped } from '#shared/dead-letters/why-skipped.ts';
import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { ProbePorts } from './probe-ports.ts';

/** One query's worth: an index page holds at most 1 MB, and a summary takes about 1 KB. */
const PAGE_SIZE = 500;
/** A run that died left what it held in the second state. */
const STATES = ['open', 'replaying'] as const;

export interface WaitingPage {
  /** To be sent back now. */
  readonly ready: readonly DeadLetterSummary[];
  /** How many another run holds at the moment: should it have died, they are ready later. */
  readonly heldCount: number;
}

/** The dead letters that wait for this destination and for nothing else, the oldest first, page by page. */
export async function* findDeadLetters(
  destination: string,
  { deadLetters, clock, log }: Pick<ProbePorts, 'deadLetters' | 'clock' | 'log'>,
): AsyncGenerator<WaitingPage> {
  for (const state of STATES) {
    let after: string | undefined;
    do {
      // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before ended
      const page = await deadLetters.page({
        worker: 'forward',
        state,
        limit: PAGE_SIZE,
        ...(after !== undefined && { after }),
      });
      if (page.unreadable.length > 0) {
        log.warn('Dead letters were left out that this code cannot read', {
          worker: 'forward',
          destination,
          count: page.unreadable.length,
        });
      }
      const waiting = page.deadLetters
        .filter(({ failure }) => failure.class === 'destination-down' && failure.destination === destination)
        .map((deadLetter) => ({ deadLetter, skip: whySkipped(deadLetter, clock.now()) }));
      yield {
        ready: waiting.filter(({ skip }) => !skip).map(({ deadLetter }) => deadLetter),
        heldCount: waiting.filter(({ skip }) => skip?.because === 'held by another run').length,
      };
      after = page.next;
    } while (after !== undefined);
  }
}
