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
  const { sampleRate = 1, perWorkerMetricsKilobytes = 0, perMeasuredEventKilobytes = 0 } = log;
  /** Lines of names for each message: one of a batch, unless none of its messages is in the sample. */
  const named = (batch: number) => (1 - (1 - sampleRate) ** batch) / batch;
  const each = workers.map(({ name, share }) => ({ events: eventsPerWebhook * share, batch: batchAt(batches, name) }));
  const sum = (of: (one: (typeof each)[number]) => number) => each.reduce((all, one) => all + of(one), 0);
  const dispatched = batchAt(batches, DISPATCH);
  const ofWorkers = sum(({ events, batch }) => events / batch);
  const events = sum((one) => one.events);
  const line = (name: string, count: number, kilobytes: number): LineItem => ({
    stage: 'logs',
    service: 'logs',
    name,
    formula: `${figure(count)} × ${figure(kilobytes)} KB`,
    unitsPerWebhook: (count * kilobytes) / GIGABYTE_KILOBYTES,
    dollarsPerMillion: ((count * kilobytes) / GIGABYTE_KILOBYTES) * prices.logGb * MILLION,
  });
  return [
    line('Lambda’s own lines', 1 + 1 / dispatched + ofWorkers, log.perInvocationKilobytes),
    line('ingest, with its metrics', 1, log.perWebhookKilobytes),
    line('dispatch: lines of names', named(dispatched), log.perDispatchBatchKilobytes),
    line('dispatch: each delivery named', sampleRate, log.perDeliveryKilobytes),
    line('workers: metrics of each batch', ofWorkers, perWorkerMetricsKilobytes),
    line('workers: metrics of each event', events, perMeasuredEventKilobytes),
    line(
      'workers: lines of names',
      sum((one) => one.events * named(one.batch)),
      log.perWorkerBatchKilobytes,
    ),
    line('workers: each event named', events * sampleRate, log.perEventKilobytes),
    line('access log', 1, log.accessLogKilobytes),
  ].filter(({ unitsPerWebhook }) => unitsPerWebhook > 0);
}
