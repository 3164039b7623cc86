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
  /** The same sum by what it is paid for. */
  readonly parts: BillParts;
  readonly batches: Batches;
}

/** In dollars per million. */
export interface BillParts {
  readonly callsAndLambda: number;
  readonly logs: number;
  /** Paid month by month until the retention is over. */
  readonly kept: number;
  readonly idle: number;
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
  const dollarsPerMonth = (dollarsPerMillion * webhooksPerMonth) / MILLION;
  return { items, dollarsPerMillion, dollarsPerMonth, parts: partsOf(items), batches };
}

export const sumOf = (items: readonly LineItem[]) =>
  items.reduce((sum, { dollarsPerMillion }) => sum + dollarsPerMillion, 0);

function partsOf(items: readonly LineItem[]): BillParts {
  const parts = Map.groupBy(items, partOf);
  const of = (part: keyof BillParts) => sumOf(parts.get(part) ?? []);
  return { callsAndLambda: of('callsAndLambda'), logs: of('logs'), kept: of('kept'), idle: of('idle') };
}

function partOf({ stage, isKept }: LineItem): keyof BillParts {
  if (isKept) return 'kept';
  return stage === 'logs' || stage === 'idle' ? stage : 'callsAndLambda';
}
