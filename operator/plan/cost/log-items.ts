import type { Prices } from '../aws-facts.ts';
import { batchAt, type Batches } from '../batches.ts';
import { DISPATCH, type Design } from '../design.ts';
import { figure, MILLION, type LineItem } from './line-item.ts';

/** As the log's price counts: by the metric gigabyte. */
const GIGABYTE_KILOBYTES = 1_000_000;

/** Every kilobyte that is written is paid for once, when it is taken in. */
export function logItems(
  { log, workers, eventsPerWebhook }: Design,
  batches: Batches,
  prices: Prices,
): readonly LineItem[] {
  const ofWorkers = workers.reduce(
    (sum, { name, share }) => sum + (eventsPerWebhook * share) / batchAt(batches, name),
    0,
  );
  const ofDispatch = 1 / batchAt(batches, DISPATCH);
  const events = workers.reduce((sum, { share }) => sum + eventsPerWebhook * share, 0);
  const line = (name: string, count: number, kilobytes: number): LineItem => ({
    stage: 'logs',
    service: 'logs',
    name,
    formula: `${figure(count)} × ${figure(kilobytes)} KB`,
    unitsPerWebhook: (count * kilobytes) / GIGABYTE_KILOBYTES,
    dollarsPerMillion: ((count * kilobytes) / GIGABYTE_KILOBYTES) * prices.logGb * MILLION,
  });
  return [
    line('Lambda’s own lines', 1 + ofDispatch + ofWorkers, log.perInvocationKilobytes),
    line('ingest, with its metrics', 1, log.perWebhookKilobytes),
    line('dispatch: once a batch', ofDispatch, log.perDispatchBatchKilobytes),
    line('dispatch: each delivery', 1, log.perDeliveryKilobytes),
    line('workers: once a batch, with its metrics', ofWorkers, log.perWorkerBatchKilobytes),
    line('workers: each event', events, log.perEventKilobytes),
    line('access log', 1, log.accessLogKilobytes),
  ].filter(({ unitsPerWebhook }) => unitsPerWebhook > 0);
}
