import type { Event } from '#shared/messages/event.ts';

/** What a worker may use besides the event itself. */
export interface WorkerContext {
  /** From 1; above 1 this event was tried before. */
  readonly attempt: number;
  readonly traceparent: string;
  /** The event's exact bytes, wherever they are kept. */
  readonly readBody: () => Promise<Buffer>;
}

/** The contract: sees one verified event and returns its result as plain JSON, or throws one of our errors. */
export type Worker<Result> = (event: Event, context: WorkerContext) => Promise<Result>;
