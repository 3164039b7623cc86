import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';

/** What the stores say became of the events, worker by worker. */
export interface Ends {
  /** Worker → the ids of events that have a result. */
  readonly results: ReadonlyMap<string, ReadonlySet<string>>;
  /** Worker → event id → what the table says of it, in whatever state; `dispatch` is a worker here. */
  readonly deadLetters: ReadonlyMap<string, ReadonlyMap<string, DeadLetterSummary>>;
  /** Ids of dead letters whose record cannot be read. */
  readonly unreadable: readonly string[];
  /** Currency → the sum of the ledger's payments in minor units. */
  readonly balance: Readonly<Record<string, bigint>>;
  /** Keys of deliveries that were spilled and never swept. */
  readonly spilled: readonly string[];
}
