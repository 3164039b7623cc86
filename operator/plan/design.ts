// A pipeline as far as its cost and its ceilings go: read from the packaged template, or made up by hand.

/** What one invocation with so many events takes. */
export type DurationMs = (events: number) => number;

export interface Invoked {
  readonly memoryMegabytes: number;
  readonly durationMs: DurationMs;
}

export interface Mapped extends Invoked {
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly maximumConcurrency: number;
}

export interface WorkerDesign extends Mapped {
  readonly name: string;
  /** Of all events, how many its subscription lets through. */
  readonly share: number;
  /** Of DynamoDB, for one event. */
  readonly writeUnitsPerEvent: number;
  readonly objectsPerEvent: number;
  readonly objectsPerBatch: number;
  /** How often a failed event is tried, and how far apart at most. */
  readonly attempts: number;
  readonly backoffCeilingSeconds: number;
  /** What one event leaves behind for the retention. */
  readonly storedKilobytesPerEvent: number;
  readonly itemKilobytesPerEvent: number;
}

export interface LogVolume {
  /** Lambda's own lines of an invocation that went well; 0 where the functions leave them out. */
  readonly perInvocationKilobytes: number;
  /** Of ingest, with its metrics. */
  readonly perWebhookKilobytes: number;
  readonly perDispatchBatchKilobytes: number;
  readonly perDeliveryKilobytes: number;
  /** A line of names that a batch of a worker has where any event of it is named, and each of the names. */
  readonly perWorkerBatchKilobytes: number;
  readonly perEventKilobytes: number;
  /** A worker's metrics, of a batch and of each event in it. */
  readonly perWorkerMetricsKilobytes?: number;
  readonly perMeasuredEventKilobytes?: number;
  /** Of how many deliveries the names are written; left out: of all. */
  readonly sampleRate?: number;
  readonly accessLogKilobytes: number;
}

/** What every environment reads again after a while, where it is still needed by then. */
export interface HeldCopy {
  readonly name: string;
  /** `ingest`, or a worker's name. */
  readonly of: string;
  readonly call: { readonly service: 's3' | 'dynamodb'; readonly operation: 'GetObject' | 'GetItem' };
  readonly reads: number;
  readonly heldSeconds: number;
}

/** What costs the same each month, however much passes. */
export interface Standing {
  /** Mappings that poll: one for each trigger that is a queue. */
  readonly mappings: readonly string[];
  readonly scheduledPerMinute: number;
  readonly scheduledMs: number;
  readonly listingsPerMinute: number;
  readonly metrics: number;
  readonly alarmMetrics: number;
  readonly compositeAlarms: number;
  readonly dashboards: number;
  readonly keys: number;
  /** Of KMS: one for each data key that a queue or topic takes anew. */
  readonly keyRequestsPerMinute: number;
}

export interface Design {
  readonly name: string;
  readonly bodyKilobytes: number;
  /** Ingest keeps the body in the bucket: it is large, or an array whose elements become events. */
  readonly isBodyStored: boolean;
  /** A message of the deliveries queue: the body and what is around it, or a pointer and the list of events. */
  readonly deliveryKilobytes: number;
  /** Of one event: the webhook's own, or an element of it. */
  readonly eventBodyKilobytes: number;
  /** A message of a worker's queue: the body and what is around it, or a pointer where it lies in the bucket. */
  readonly messageKilobytes: number;
  /** An event's body lies in the bucket. */
  readonly isClaimCheck: boolean;
  readonly eventsPerWebhook: number;
  readonly ingest: Invoked & { readonly writeUnits: number; readonly reservedConcurrency: number | undefined };
  readonly dispatch: Mapped & {
    readonly writeUnits: number;
    readonly attempts: number;
    readonly backoffCeilingSeconds: number;
  };
  readonly workers: readonly WorkerDesign[];
  readonly held: readonly HeldCopy[];
  readonly log: LogVolume;
  readonly standing: Standing;
  /** Whether SQS bills the sends that SNS makes; AWS does not say clearly. */
  readonly isSendOfTopicBilled: boolean;
  /** Messages carry a group id. */
  readonly isFair: boolean;
  /** Senders post to the function itself, without an API in front. */
  readonly isFunctionUrl?: boolean;
  /** Only to compare with: dispatch knows every worker's filter and sends to its queue, without a topic. */
  readonly isTopicless?: true;
  readonly pollersThatShare: number;
  /** What the stage's own throttle lets through; undefined where there is none. A function's URL knows no burst. */
  readonly throttle: { readonly perSecond: number; readonly burst: number } | undefined;
  readonly retentionDays: number;
  /** Markers can be brought back to any moment of 35 days. */
  readonly isRecoverable: boolean;
}

/** The name of dispatch among the batches. */
export const DISPATCH = 'dispatch';
