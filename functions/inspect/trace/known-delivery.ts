import type { DoneStub } from '#shared/dead-letters/done-stub.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { Receipt } from '#shared/messages/receipt.ts';
import type { Trace, TracePoint } from '#shared/messages/trace.ts';
import type { FoundDelivery } from './find-delivery.ts';
import type { WorkerResults } from './find-results.ts';

export interface KnownEvent {
  readonly id: string;
  readonly type?: string | undefined;
  readonly source?: string | undefined;
}

/** All that was found out about one delivery, before anything is made of it. */
export interface KnownDelivery {
  readonly delivery: Trace['delivery'];
  readonly events: readonly KnownEvent[];
  /** By `<worker>/<event id>`. */
  readonly records: ReadonlyMap<string, DeadLetter | DoneStub>;
  readonly archive: FoundDelivery;
  readonly results: readonly WorkerResults[];
  readonly markers: readonly TracePoint[];
  /** By run. */
  readonly receipts: ReadonlyMap<string, Receipt>;
  /** By `<worker>/<event id>`: runs that sent it before the one that its record names. */
  readonly earlier: ReadonlyMap<string, readonly Receipt[]>;
}
