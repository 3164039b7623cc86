// The ledger worker over a bucket in memory, and what it has kept there.
import type { Event } from '#shared/messages/event.ts';
import { readBody } from '#shared/messages/body.ts';
import { createRecordMovements } from '../../functions/workers/ledger/record-movements.ts';
import type { Entry } from '../../functions/workers/ledger/entry.ts';
import type { WorkerContext } from '../../functions/workers/worker.ts';
import { givenWorkerContext } from './given-deadline.ts';
import { fixedClock, memoryObjects, type MemoryObjects } from './ports.ts';

export const ENTRIES = 'ledger/entries/';

export function givenLedger(bucket: MemoryObjects = memoryObjects()) {
  const recordMovements = createRecordMovements({
    entries: bucket,
    prefix: ENTRIES,
    clock: fixedClock('2026-01-02T03:05:00.000Z'),
  });
  const entries = () =>
    [...bucket.stored].map(([key, { bytes }]) => ({ key, entry: JSON.parse(bytes.toString('utf8')) as Entry }));
  return {
    bucket,
    entries,
    tell: (event: Event, context: Partial<WorkerContext> = {}) =>
      recordMovements(event, givenWorkerContext({ readBody: () => readBody(event.body, bucket), ...context })),
    /** What an account has in a currency: debits less credits. */
    balance: (account: string, currency = 'EUR') =>
      entries()
        .filter(({ entry }) => entry.currency === currency)
        .flatMap(({ entry }) => entry.lines)
        .filter((line) => line.account === account)
        .reduce((sum, line) => sum + ('debitMinor' in line ? line.debitMinor : -line.creditMinor), 0),
  };
}

/** Which movements were kept, in short: `payment ch_1 42.50 EUR` without the point. */
export const shortly = ({ kind, movementId, amountMinor, currency }: Entry): string =>
  `${kind} ${movementId} ${amountMinor} ${currency}`;
