import type { Event } from '#shared/messages/event.ts';

/** What a worker may use besides the event itself. */
export interface WorkerContext {
  /** From 1; above 1 this event was tried before. */
  readonly attempt: number;
  /** At this attempt a failure makes a dead letter. */
  readonly attemptsMax: number;
  readonly traceparent: string;
  /** Aborts when the function's time runs short: what is not finished by then has failed and is tried again. */
  readonly deadline: AbortSignal;
  /** Until `deadline` aborts. */
  readonly remainingMs: () => number;
  /** The run that forces a new effect, if one does: what was done for this event before does not count for it. */
  readonly forced?: string | undefined;
  /** To be told where nothing is done, because for this event all was done before. */
  readonly noteDuplicate: () => void;
  /** The event's exact bytes, wherever they are kept. */
  readonly readBody: () => Promise<Buffer>;
}

/** The contract: sees one verified event and returns its result as plain JSON, or throws one of our errors. */
export type Worker<Result> = (event: Event, context: WorkerContext) => Promise<Result>;
