import type { EraseAnswer, EraseRequest } from '#shared/messages/erase-request.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';

/** What an erasure is to erase, before it has a name. */
export type EraseAsked = Omit<EraseRequest['erase'], 'erasure' | 'identity' | 'dryRun' | 'after'>;

export interface EraseEventsPorts {
  readonly pipeline: Pick<Pipeline, 'erase'>;
  /** After each call that was not the last. */
  readonly onProgress: (soFar: EraseAnswer) => void;
  /** Ends the waiting, and not the call under way. */
  readonly signal: AbortSignal;
}

/** `left`: nobody waits any longer. */
export type Ended = EraseAnswer | 'left';

/** One erasure from its begin to its end, in as many calls as it takes. @param erasure its name, by which it goes on */
export const eraseEvents = (asked: EraseAsked, erasure: string, ports: EraseEventsPorts): Promise<Ended> =>
  untilDone(
    () => ({ erase: { ...asked, erasure } }),
    (_, answer) => answer,
    ports,
  );

/** Counts what it would erase, and erases nothing. */
export const foreseeErasure = (asked: EraseAsked, ports: EraseEventsPorts): Promise<Ended> =>
  untilDone(
    // Each call counts what lies behind the one before, as it stood when the first began.
    (last) => ({
      erase: { ...asked, dryRun: true, ...(last && { between: boundBy(asked, last), after: last.reached }) },
    }),
    added,
    ports,
  );

/** The same, for nothing that came after its dry run. */
export const boundBy = ({ between }: Pick<EraseAsked, 'between'>, { before }: Pick<EraseAnswer, 'before'>) => ({
  ...between,
  until: between?.until ?? before,
});

async function untilDone(
  requestOf: (last: EraseAnswer | undefined) => EraseRequest,
  add: (before: EraseAnswer | undefined, answer: EraseAnswer) => EraseAnswer,
  { pipeline, onProgress, signal }: EraseEventsPorts,
): Promise<Ended> {
  let last: EraseAnswer | undefined;
  for (;;) {
    if (signal.aborted) return 'left';
    // oxlint-disable-next-line no-await-in-loop -- each call goes on where the one before has ended
    const answer = await pipeline.erase(requestOf(last), signal).catch((error: unknown) => {
      if (signal.aborted) return 'left' as const;
      throw error;
    });
    if (answer === 'left') return answer;
    const isStuck = answer.reached !== undefined && answer.reached === last?.reached;
    last = add(last, answer);
    if (answer.state !== 'unfinished' || isStuck) return last;
    onProgress(last);
  }
}

const added = (before: EraseAnswer | undefined, answer: EraseAnswer): EraseAnswer =>
  before
    ? {
        ...answer,
        events: before.events + answer.events,
        archiveLines: before.archiveLines + answer.archiveLines,
        results: before.results + answer.results,
        deadLetters: before.deadLetters + answer.deadLetters,
        claimChecks: before.claimChecks + answer.claimChecks,
        entriesKept: before.entriesKept + answer.entriesKept,
        bodiesKept: before.bodiesKept + answer.bodiesKept,
        undecided: before.undecided + answer.undecided,
        unreadable: before.unreadable + answer.unreadable,
      }
    : answer;
