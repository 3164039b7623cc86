import type { Event } from '#shared/messages/event.ts';
import type { Worker } from '../../../functions/workers/worker.ts';

/** A worker over ports in memory, and what it has done there. */
export interface WorkerWorld {
  readonly worker: Worker<unknown>;
  /** How a result is kept; left out where it is kept as a Result, which names its event. */
  readonly toLine?: (event: Event, result: unknown) => unknown;
  /** Everything that it has done besides giving its result, in a form that can be compared. */
  readonly effects: () => unknown;
}

/** What `tests/conformance/workers/<worker>.ts` exports, so that the worker is held to the contract. */
export interface WorkerCase {
  /** A new world for each test; what is called twice is called in one. */
  readonly open: () => WorkerWorld;
}
