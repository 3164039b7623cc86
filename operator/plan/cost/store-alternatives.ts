import type { Assumptions } from '../assumptions.ts';
import type { Prices } from '../aws-facts.ts';
import type { Design, WorkerDesign } from '../design.ts';
import type { Alternative } from './alternative.ts';
import { MILLION } from './line-item.ts';
import { usedWorkers, withWorker } from './with-worker.ts';

/** What DynamoDB counts for each item beside its attributes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const ITEM_OVERHEAD_KILOBYTES = 0.1;
const GIGABYTE_KILOBYTES = 1024 * 1024;
const MONTHS_PER_YEAR = 12;

/** Where results, entries and markers are kept. */
export function storeAlternatives(design: Design, prices: Prices, assumptions: Assumptions): readonly Alternative[] {
  const used = usedWorkers(design);
  const perBatch = used.filter(({ objectsPerBatch }) => objectsPerBatch > 0);
  return [
    ...perBatch.map(({ name, objectsPerEvent }) => ({
      choice: `${name}: results`,
      today: 'an object per batch',
      alternative: 'an object per event',
      price: 'none: it could be read by its event’s id',
      design: withWorker(design, name, { objectsPerBatch: 0, objectsPerEvent: objectsPerEvent + 1 }),
    })),
    ...perBatch
      .filter(({ writeUnitsPerEvent, objectsPerEvent }) => writeUnitsPerEvent + objectsPerEvent > 0)
      .map(({ name }) => ({
        choice: `${name}: results`,
        today: 'an object per batch',
        alternative: 'none, the marker or entry alone tells',
        price: 'no list of what it did hour by hour',
        design: withWorker(design, name, { objectsPerBatch: 0, storedKilobytesPerEvent: 0 }),
      })),
    ...perBatch
      .filter(({ objectsPerEvent }) => objectsPerEvent > 0)
      .map((worker) => entriesInTable(worker, design, prices, assumptions)),
    ...used
      .filter(({ writeUnitsPerEvent }) => writeUnitsPerEvent > 1)
      .map(({ name, writeUnitsPerEvent }) => ({
        choice: `${name}: marker`,
        today: `${writeUnitsPerEvent} write units per event`,
        alternative: 'one: written once, after the work',
        price: 'two copies at the same time are both worked on',
        design: withWorker(design, name, { writeUnitsPerEvent: writeUnitsPerEvent / 2 }),
      })),
    ...(used.some(({ itemKilobytesPerEvent }) => itemKilobytesPerEvent > 0) ? [recovery(design)] : []),
  ];
}

/** Entries never expire: what a write saves once is paid for again each year. */
function entriesInTable(
  worker: WorkerDesign,
  design: Design,
  prices: Prices,
  { entryKilobytes }: Assumptions,
): Alternative {
  const { name, objectsPerEvent, storedKilobytesPerEvent, writeUnitsPerEvent, itemKilobytesPerEvent, share } = worker;
  const stored = objectsPerEvent * entryKilobytes;
  const items = objectsPerEvent * (entryKilobytes + ITEM_OVERHEAD_KILOBYTES);
  const events = MILLION * design.eventsPerWebhook * share;
  const perYear = (kilobytes: number, perGbMonth: number) =>
    `$${(((events * kilobytes) / GIGABYTE_KILOBYTES) * perGbMonth * MONTHS_PER_YEAR).toFixed(2)}`;
  return {
    choice: `${name}: entries`,
    today: 'objects',
    alternative: 'items of a table',
    price: `kept for ever, ${perYear(items, prices.dynamodbGbMonth)} a year instead of ${perYear(stored, prices.s3GbMonth)}, and no files to read elsewhere`,
    design: withWorker(design, name, {
      objectsPerEvent: 0,
      writeUnitsPerEvent: writeUnitsPerEvent + objectsPerEvent,
      storedKilobytesPerEvent: storedKilobytesPerEvent - stored,
      itemKilobytesPerEvent: itemKilobytesPerEvent + items,
    }),
  };
}

const recovery = (design: Design): Alternative => ({
  choice: 'markers: point-in-time recovery',
  today: design.isRecoverable ? 'on' : 'off',
  alternative: design.isRecoverable ? 'off' : 'on',
  price: design.isRecoverable
    ? 'lost markers are lost: what comes again is posted again, under its id'
    : 'none: a table set back lacks the last markers all the same',
  design: { ...design, isRecoverable: !design.isRecoverable },
});
