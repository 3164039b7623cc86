import type { Prices } from '../aws-facts.ts';
import { batchAt, batchesAt, type Batches } from '../batches.ts';
import { DISPATCH, type Design } from '../design.ts';
import { apiItems } from './api-items.ts';
import { dispatchItems } from './dispatch-items.ts';
import { heldItems } from './held-items.ts';
import { idleItems, SECONDS_PER_MONTH } from './idle-items.ts';
import { ingestItems } from './ingest-items.ts';
import type { LineItem } from './line-item.ts';
import { MILLION } from './line-item.ts';
import { logItems } from './log-items.ts';
import { storeItems } from './store-items.ts';
import { workerItems } from './worker-items.ts';

export interface Bill {
  readonly items: readonly LineItem[];
  readonly dollarsPerMillion: number;
  readonly dollarsPerMonth: number;
  readonly batches: Batches;
}

/** What a million webhooks cost at a steady rate, line by line. */
export function billOf(
  design: Design,
  perSecond: number,
  prices: Prices,
  batches = batchesAt(design, perSecond),
): Bill {
  const webhooksPerMonth = perSecond * SECONDS_PER_MONTH;
  const items = [
    ...apiItems(design, webhooksPerMonth, prices),
    ...ingestItems(design, prices),
    ...dispatchItems(design, batchAt(batches, DISPATCH), prices),
    ...design.workers.flatMap((worker) => workerItems(worker, batchAt(batches, worker.name), design, prices)),
    ...storeItems(design, batches, prices),
    ...heldItems(design, batches, perSecond, prices),
    ...logItems(design, batches, prices),
    ...idleItems(design, batches, webhooksPerMonth, prices),
  ];
  const dollarsPerMillion = sumOf(items);
  return { items, dollarsPerMillion, dollarsPerMonth: (dollarsPerMillion * webhooksPerMonth) / MILLION, batches };
}

export const sumOf = (items: readonly LineItem[]) =>
  items.reduce((sum, { dollarsPerMillion }) => sum + dollarsPerMillion, 0);
