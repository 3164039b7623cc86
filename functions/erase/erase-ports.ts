import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { Who } from '#shared/messages/receipt.ts';
import type { Identity } from '#shared/messages/replay-request.ts';
import type { Clock, Ids, Log, Objects, QueueDepth, Table } from '#shared/ports.ts';
import type { WorkerRow } from '#shared/workers/worker-row.ts';
import type { StageRetention } from './retention-of-rest.ts';

export interface ErasePorts {
  readonly results: Objects;
  readonly table: Pick<Table, 'remove'>;
  readonly deadLetters: Pick<DeadLetterStore, 'page' | 'getMany'>;
  readonly rows: readonly WorkerRow[];
  /** Every worker, and `dispatch`. */
  readonly workers: readonly string[];
  readonly retention: StageRetention;
  /** By short name: of work queues and dead-letter queues. */
  readonly depthsOf: (worker: string) => readonly (readonly [name: string, depth: Pick<QueueDepth, 'countMessages'>])[];
  /** Who asks, as far as that can be proven. It never fails an erasure. */
  readonly proveIdentity: (identity: Identity, erasure: string) => Promise<Who | undefined>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'unique'>;
  readonly log: Log;
}
