/** Whose metrics they are: the service's name is their namespace, the stage a dimension of every one. */
export interface MetricsOwner {
  readonly service: string;
  readonly stage: string;
}

/**
 * What we count and measure: the unit and, besides `stage`, the dimensions under which it is kept; `[]` is stage alone.
 * A source is none: each combination of dimensions is paid for as a metric of its own, and a log line names its source anyway.
 * https://aws.amazon.com/cloudwatch/pricing/
 */
export const METRICS = {
  /** Webhooks that are durable and answered so, the canary's left out: it comes from ourselves. */
  WebhooksAccepted: { unit: 'Count', dimensions: [[]] },
  /** Webhooks that were refused, by whose side is to blame; the reason is a fixed word of ours, as on their log line. */
  WebhooksRejected: { unit: 'Count', dimensions: [[], ['reason'], ['side']] },
  /** Accepted ones that the queue did not confirm, stored until it can. */
  WebhooksSpilled: { unit: 'Count', dimensions: [[]] },
  /** Looks at the sources that failed, so that a held copy goes on serving: one a minute from each environment. */
  SourcesStale: { unit: 'Count', dimensions: [[]] },
  /** Events that came again and whose work was done before. */
  DuplicatesSkipped: { unit: 'Count', dimensions: [['worker']] },
  /** Events whose work is done and stored, duplicates left out. */
  ResultsStored: { unit: 'Count', dimensions: [['worker']] },
  /** Attempts that failed and are followed by another. */
  Retries: { unit: 'Count', dimensions: [['worker']] },
  /** What fails for good: once per message, by whoever found it out. */
  DeadLetters: { unit: 'Count', dimensions: [['worker'], ['worker', 'class']] },
  /** From a webhook's receipt until its result is stored; what an operator sends again is left out. */
  EndToEndLatency: { unit: 'Milliseconds', dimensions: [['worker']] },
  /** Since the failure of the one that waits longest for an operator; 0 when none does. */
  OldestDeadLetterAge: { unit: 'Seconds', dimensions: [['worker']] },
} as const;

export type MetricName = keyof typeof METRICS;

/** What a metric has besides `stage`: words of ours, of which there are few, and never a sender's text. */
export type MetricDimensions = Readonly<
  Partial<Record<'worker' | 'reason' | 'class', string> & { readonly side: 'ours' | 'sender' }>
>;

const isMetricName = (name: string): name is MetricName => Object.hasOwn(METRICS, name);

export const metricNames: readonly MetricName[] = Object.keys(METRICS).filter(isMetricName);
