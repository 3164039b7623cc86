import type { Clock, Table } from '../ports.ts';
import { deadLetterId } from './dead-letter-key.ts';
import { createDeadLetterStore } from './dead-letter-store.ts';
import { doneRecordOf, type DoneEvent } from './done-record-of.ts';
import { updateRecord } from './update-record.ts';

export interface MarkDonePorts {
  readonly table: Table;
  readonly clock: Clock;
}

export type MarkDone = (event: DoneEvent) => Promise<void>;

/** The event has its result after all: its dead letter, present or still to come, is no longer to be replayed. */
export function createMarkDone({ table, clock }: MarkDonePorts): MarkDone {
  const store = createDeadLetterStore(table);
  return async function markDone(event) {
    await updateRecord(store, {
      id: deadLetterId(event.worker, event.eventId),
      // Without a replay the event was merely tried more than once, and nothing of it is in the table.
      expected: event.count === 0 ? 'absent' : 'unknown',
      decide: (record) => doneRecordOf(record, event, clock.now()),
    });
  };
}
