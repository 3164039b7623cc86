import * as v from 'valibot';
import type { Assumptions } from './assumptions.ts';
import type { LogVolume } from './design.ts';

const variablesSchema = v.looseObject({ LOG_SAMPLE_RATE: v.optional(v.pipe(v.string(), v.transform(Number)), '1') });

interface Logging {
  /** Lambda writes lines of its own when all went well. */
  readonly tellsOfSuccess: boolean;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What is written to logs: all functions have one setting. @param hasAccessLog an API has one, a function's URL has none */
export function readLogVolume(
  { tellsOfSuccess, variables }: Logging,
  assumptions: Assumptions,
  hasAccessLog = true,
): LogVolume {
  return {
    perInvocationKilobytes: tellsOfSuccess ? assumptions.logKilobytesPerInvocation : 0,
    perWebhookKilobytes: assumptions.logKilobytesPerWebhook,
    perDispatchBatchKilobytes: assumptions.logKilobytesPerDispatchBatch,
    perDeliveryKilobytes: assumptions.logKilobytesPerDelivery,
    perWorkerBatchKilobytes: assumptions.logKilobytesPerWorkerBatch,
    perEventKilobytes: assumptions.logKilobytesPerEvent,
    perWorkerMetricsKilobytes: assumptions.logKilobytesPerWorkerMetrics,
    perMeasuredEventKilobytes: assumptions.logKilobytesPerMeasuredEvent,
    accessLogKilobytes: hasAccessLog ? assumptions.accessLogKilobytes : 0,
    sampleRate: v.parse(variablesSchema, variables).LOG_SAMPLE_RATE,
  };
}
