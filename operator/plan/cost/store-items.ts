import type { Prices } from '../aws-facts.ts';
import { batchAt, type Batches } from '../batches.ts';
import { type Design, type WorkerDesign } from '../design.ts';
import { callsItem, figure, MILLION, type LineItem } from './line-item.ts';

const GIGABYTE_KILOBYTES = 1024 * 1024;
const DAYS_PER_MONTH = 365 / 12;
/** A batch of large bodies becomes several objects: OBJECT_LIMITS of functions/workers/store-results-per-batch.ts. */
const OBJECT_KILOBYTES = 16 * 1024;

/** Markers, results, and keeping them for the retention. */
export function storeItems(design: Design, batches: Batches, prices: Prices): readonly LineItem[] {
  const steps = [
    ['ingest', design.ingest.writeUnits],
    ['dispatch', design.dispatch.writeUnits],
  ] as const;
  return [
    ...steps.map(([name, units]) => writes(name, units, prices)),
    kept('large bodies kept', 'S3', largeKilobytes(design), prices.s3GbMonth, design),
    ...design.workers.flatMap((worker) => workerStores(worker, batchAt(batches, worker.name), design, prices)),
  ].filter(({ unitsPerWebhook }) => unitsPerWebhook > 0);
}

/** In the bucket as they came, beside what workers store of them: the webhook's own, and those of an array's large elements. */
const largeKilobytes = ({ isBodyStored, bodyKilobytes, isClaimCheck, eventsPerWebhook }: Design) =>
  (isBodyStored ? bodyKilobytes : 0) + (isClaimCheck && eventsPerWebhook > 1 ? bodyKilobytes : 0);

/** A write that fails its condition costs as one that succeeds. */
const writes = (name: string, units: number, prices: Prices) =>
  callsItem(
    {
      stage: 'stores',
      service: 'dynamodb',
      operation: 'PutItem',
      name: `${name}: markers`,
      perWebhook: units,
      formula: `${figure(units)} × write unit`,
    },
    prices,
  );

function workerStores(worker: WorkerDesign, batch: number, design: Design, prices: Prices): readonly LineItem[] {
  const { name, share } = worker;
  const events = design.eventsPerWebhook * share;
  const put = { stage: 'stores', service: 's3', operation: 'PutObject' } as const;
  const objects = worker.objectsPerBatch * Math.max(1, (batch * design.eventBodyKilobytes) / OBJECT_KILOBYTES);
  const perBatch = (events / batch) * objects;
  const perEvent = events * worker.objectsPerEvent;
  const marked = events * worker.itemKilobytesPerEvent;
  return [
    writes(name, events * worker.writeUnitsPerEvent, prices),
    callsItem(
      {
        ...put,
        name: `${name}: objects per event`,
        perWebhook: perEvent,
        formula: `${figure(events)} × ${worker.objectsPerEvent} × PUT`,
      },
      prices,
    ),
    callsItem(
      {
        ...put,
        name: `${name}: objects per batch`,
        perWebhook: perBatch,
        formula: `${figure(events)} ÷ ${figure(batch)} × ${figure(objects)} × PUT`,
      },
      prices,
    ),
    kept(`${name}: objects kept`, 'S3', events * worker.storedKilobytesPerEvent, prices.s3GbMonth, design),
    kept(`${name}: markers kept`, 'DynamoDB', marked, prices.dynamodbGbMonth, design),
    ...(design.isRecoverable
      ? [kept(`${name}: markers recoverable`, 'DynamoDB', marked, prices.dynamodbRecoveryGbMonth, design)]
      : []),
  ];
}

/** All that a million webhooks will ever cost to keep, paid month by month until the retention is over. */
function kept(
  name: string,
  service: LineItem['service'],
  kilobytes: number,
  perGbMonth: number,
  { retentionDays }: Design,
): LineItem {
  const months = retentionDays / DAYS_PER_MONTH;
  const gigabytes = kilobytes / GIGABYTE_KILOBYTES;
  return {
    stage: 'stores',
    service,
    name,
    formula: `${figure(kilobytes)} KB × ${figure(months)} months × GB-month`,
    unitsPerWebhook: gigabytes,
    isKept: true,
    dollarsPerMillion: gigabytes * months * perGbMonth * MILLION,
  };
}
