import type { Outcome } from '#shared/dead-letters/outcome.ts';
import type { Foreseen, RunRequest } from '#shared/messages/replay-request.ts';

/** Something that a run may act upon. */
export interface Candidate {
  /** `<worker>/<event id>` */
  readonly id: string;
  /** About what it holds of memory, or takes when it is acted upon; left out: little. */
  readonly bytes?: number;
}

/** What is the same for every invocation of one run, so that each of them chooses from the same. */
export interface RunSpan {
  readonly run: string;
  /** When its first invocation began. */
  readonly startedAt: Date;
  /** What failed last, or was received, at this instant or later is not meant. */
  readonly before: Date;
}

export interface Foresight<Chosen extends Candidate> {
  readonly outcomes: readonly Outcome[];
  /** How one of them is shown to whoever has to decide. */
  readonly describe: (chosen: Chosen) => Foreseen;
}

/**
 * Among the candidates: so far nothing more is meant. Whoever looks through much and finds little gives it again and again,
 * at least with every answer of a port, so that the run sees in time that its own is over, or that it is to end.
 */
export type NothingYet = undefined;

/** Where a run that is resumed begins to look. */
export interface Begin {
  /** What `reached` gave when an earlier invocation had ended. */
  readonly after: string;
  /** How many have their outcome. */
  readonly seen: number;
}

/** @throws where somebody else may work on the run by now */
export type Hold = () => Promise<void>;

/** Called again and again while nothing is found, so that the run keeps its turn. */
export type OnLook = () => Promise<void>;

/** What a run does, and to what: the run engine knows nothing else about it. */
export interface Action<Chosen extends Candidate> {
  readonly kind: RunRequest['kind'];
  /** Whose work queue it sends to; left out: it sends nothing. */
  readonly sendsTo?: string;
  /**
   * All that may be meant, each id at most once, in an order that does not depend on chance. A run that is resumed asks
   * anew and passes over what has its outcome already.
   * @param onSettled told of what is meant and needs no act: it is skipped for a reason that is known already
   */
  candidates(
    span: RunSpan,
    onSettled: (outcomes: readonly Outcome[]) => void,
    begin?: Begin,
  ): AsyncIterable<Chosen | NothingYet>;
  /** The place before which all candidates were given and none was passed over, in words of its own; left out: a resumed run looks through all again. */
  readonly reached?: () => string | undefined;
  /**
   * At most a hundred at once.
   * @param hold called after all reads and before the first effect, and again and again while getting ready takes long
   * @returns one outcome for each, in whatever order
   * @throws {NothingDone} where that is certain; after any other error `recover` tells what was done
   */
  act(page: readonly Chosen[], span: RunSpan, hold?: Hold): Promise<readonly Outcome[]>;
  /** Tells by the same rules what `act` would do, and touches nothing. */
  foresee(page: readonly Chosen[], span: RunSpan): Promise<Foresight<Chosen>>;
  /**
   * Of those that an invocation which died had begun with: finishes what it can. What it leaves out is met again among
   * the candidates, if it is one.
   * @param may of a run that is aborted it only tells what was done
   */
  recover(ids: readonly string[], span: RunSpan, may: 'finish' | 'only tell'): Promise<readonly Outcome[]>;
  /** What was named and is not there, where that can be told before anything is done: what fails again may do so otherwise. */
  readonly findMissing?: (onLook: OnLook) => Promise<readonly string[]>;
  /** What was named and was not among the candidates, once all of them were gone through. */
  readonly unmet?: () => readonly string[];
}
