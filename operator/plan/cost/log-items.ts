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
  const invocations = 1 + 1 / batchAt(batches, DISPATCH) + ofWorkers;
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
    line('per invocation, with its metrics', invocations, log.perInvocationKilobytes),
    line('per webhook', 1, log.perWebhookKilobytes),
    line('per event and worker', events, log.perEventKilobytes),
    line('access log', 1, log.accessLogKilobytes),
  ].filter(({ unitsPerWebhook }) => unitsPerWebhook > 0);
}
