import type { Prices } from '../aws-facts.ts';
import { batchAt, POLLERS, RECEIVED_MAX, type Batches } from '../batches.ts';
import { DISPATCH, type Design } from '../design.ts';
import { figure, MILLION, type LineItem } from './line-item.ts';

export const SECONDS_PER_MONTH = (365 / 12) * 24 * 60 * 60;
/** A long poll that brings nothing. */
const POLL_SECONDS = 20;
const MEGABYTES = 1024;
/** Of the functions that a schedule invokes. */
const SCHEDULED_MEGABYTES = 512;

/** What a month costs however much passes. The polls of a busy queue are its receives, and only what is left comes on top. */
export function idleItems(
  design: Design,
  batches: Batches,
  webhooksPerMonth: number,
  prices: Prices,
): readonly LineItem[] {
  const { standing } = design;
  const pollsOfOne = (POLLERS / POLL_SECONDS) * SECONDS_PER_MONTH;
  const polls = standing.mappings.reduce(
    (sum, name) => sum + Math.max(0, pollsOfOne - receivesPerMonth(name, design, batches, webhooksPerMonth)),
    0,
  );
  const scheduled = (standing.scheduledPerMinute / 60) * SECONDS_PER_MONTH;
  const gbSeconds = (standing.scheduledMs / 1000) * (SCHEDULED_MEGABYTES / MEGABYTES);
  const monthly = (name: string, count: number, dollars: number, unit: string): LineItem => ({
    stage: 'idle',
    service: 'standing',
    name,
    formula: `${figure(count)} ${unit} a month ÷ ${figure(webhooksPerMonth / MILLION)} M webhooks`,
    unitsPerWebhook: count / webhooksPerMonth,
    dollarsPerMillion: (count * dollars * MILLION) / webhooksPerMonth,
  });
  return [
    monthly('empty polls', polls, prices.sqsRequest, 'requests'),
    monthly('scheduled functions', scheduled, prices.lambdaRequest + gbSeconds * prices.lambdaGbSecond, 'invocations'),
    monthly('listings by sweep', (standing.listingsPerMinute / 60) * SECONDS_PER_MONTH, prices.s3Put, 'LIST'),
    monthly('custom metrics', standing.metrics, prices.metricMonth, 'metrics'),
    monthly('alarms', standing.alarmMetrics, prices.alarmMonth, 'metrics of alarms'),
    monthly('composite alarms', standing.compositeAlarms, prices.compositeAlarmMonth, 'alarms'),
    monthly('dashboards', standing.dashboards, prices.dashboardMonth, 'dashboards'),
    monthly('customer-managed keys', standing.keys, prices.kmsKeyMonth, 'keys'),
    monthly(
      'requests of keys',
      (standing.keyRequestsPerMinute / 60) * SECONDS_PER_MONTH,
      prices.kmsRequest,
      'requests',
    ),
  ].filter(({ unitsPerWebhook }) => unitsPerWebhook > 0);
}

function receivesPerMonth(
  name: string,
  { workers, eventsPerWebhook }: Design,
  batches: Batches,
  webhooksPerMonth: number,
): number {
  const worker = workers.find((one) => one.name === name);
  if (name !== DISPATCH && !worker) return 0;
  const messages = webhooksPerMonth * (worker ? worker.share * eventsPerWebhook : 1);
  return messages / Math.min(batchAt(batches, name), RECEIVED_MAX);
}
