import type { Design, WorkerDesign } from '../../operator/plan/design.ts';

/** The larger of the two: a short invocation has its overhead, a long one its events. */
export const longerOf = (leastMs: number, perEventMs: number) => (events: number) =>
  Math.max(leastMs, perEventMs * events);

export const givenWorker = (name: string, over: Partial<WorkerDesign> = {}): WorkerDesign => ({
  name,
  share: 1,
  memoryMegabytes: 256,
  durationMs: () => 60,
  batchSize: 10,
  windowSeconds: 0,
  maximumConcurrency: 1000,
  writeUnitsPerEvent: 0,
  objectsPerEvent: 0,
  objectsPerBatch: 0,
  attempts: 5,
  backoffCeilingSeconds: 300,
  storedKilobytesPerEvent: 0,
  itemKilobytesPerEvent: 0,
  ...over,
});

/** A pipeline of three workers that get everything, without anything that costs by the month. */
export const givenDesign = (over: Partial<Design> = {}): Design => ({
  name: 'given',
  bodyKilobytes: 4,
  isBodyStored: false,
  deliveryKilobytes: 4,
  eventBodyKilobytes: 4,
  messageKilobytes: 4,
  isClaimCheck: false,
  eventsPerWebhook: 1,
  ingest: { memoryMegabytes: 256, durationMs: () => 15, writeUnits: 0, reservedConcurrency: undefined },
  dispatch: {
    memoryMegabytes: 256,
    durationMs: () => 30,
    batchSize: 10,
    windowSeconds: 0,
    maximumConcurrency: 1000,
    writeUnits: 0,
    attempts: 10,
    backoffCeilingSeconds: 300,
  },
  workers: ['a', 'b', 'c'].map((name) => givenWorker(name)),
  held: [],
  log: {
    perInvocationKilobytes: 1,
    perWebhookKilobytes: 0,
    perDispatchBatchKilobytes: 0,
    perDeliveryKilobytes: 0,
    perWorkerBatchKilobytes: 0,
    perEventKilobytes: 0,
    accessLogKilobytes: 0,
  },
  standing: {
    mappings: [],
    scheduledPerMinute: 0,
    scheduledMs: 0,
    listingsPerMinute: 0,
    metrics: 0,
    alarmMetrics: 0,
    compositeAlarms: 0,
    dashboards: 0,
    keys: 0,
    keyRequestsPerMinute: 0,
  },
  isSendOfTopicBilled: true,
  isFair: false,
  pollersThatShare: 1,
  throttle: undefined,
  retentionDays: 400,
  isRecoverable: false,
  ...over,
});
