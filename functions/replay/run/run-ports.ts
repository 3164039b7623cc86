import type { Who } from '#shared/messages/receipt.ts';
import type { Clock, Ids, Log, Objects, QueueDepth } from '#shared/ports.ts';

/** What the run engine needs, whatever a run does. */
export interface RunPorts {
  readonly results: Pick<Objects, 'put' | 'putIfAbsent' | 'get' | 'list'>;
  /** Of a worker's work queue. */
  readonly depthOf: (worker: string) => Pick<QueueDepth, 'countMessages'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** One call of the function. */
export interface Invocation {
  readonly requestId: string;
  readonly who: Who;
  readonly remainingMs: () => number;
}
