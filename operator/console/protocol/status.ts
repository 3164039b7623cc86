import * as v from 'valibot';

export const feedSchema = v.picklist(['enabled', 'disabled', 'changing', 'unknown']);

const depthSchema = v.object({ waiting: v.number(), inFlight: v.number(), delayed: v.number() });

/** One step of the flow as the verb `status` tells it; what could not be asked is left out. */
export const stepSchema = v.object({
  name: v.string(),
  kind: v.picklist(['ingest', 'dispatch', 'worker']),
  queue: v.optional(v.string()),
  depth: v.optional(depthSchema),
  oldestSeconds: v.optional(v.number()),
  inPerMinute: v.optional(v.number()),
  outPerMinute: v.optional(v.number()),
  failures: v.optional(v.number()),
  feed: v.optional(feedSchema),
  deadLetters: v.optional(
    v.object({ queue: v.string(), waiting: v.optional(v.number()), open: v.optional(v.number()) }),
  ),
  impact: v.optional(v.string()),
  measured: v.optional(
    v.object({
      acceptedPerMinute: v.optional(v.number()),
      rejectedPerMinute: v.optional(v.number()),
      spilledPerMinute: v.optional(v.number()),
      duplicatesPerMinute: v.optional(v.number()),
      retriesPerMinute: v.optional(v.number()),
      endToEndP50Ms: v.optional(v.number()),
      endToEndP95Ms: v.optional(v.number()),
      oldestDeadLetterSeconds: v.optional(v.number()),
    }),
  ),
});

export const statusSchema = v.object({
  stage: v.string(),
  at: v.string(),
  rateMinutes: v.number(),
  /** In flow order. */
  steps: v.array(stepSchema),
  gaps: v.array(v.string()),
});

const workerSchema = v.object({
  name: v.string(),
  feed: feedSchema,
  depth: v.optional(depthSchema),
  impact: v.optional(v.string()),
});

export const workersSchema = v.object({ workers: v.array(workerSchema), gaps: v.array(v.string()) });

export const feedChangeSchema = v.object({ worker: v.string(), feed: feedSchema, queueKeepsDays: v.number() });

export type Step = v.InferOutput<typeof stepSchema>;
export type Status = v.InferOutput<typeof statusSchema>;
export type Feed = v.InferOutput<typeof feedSchema>;
export type WorkerFeed = v.InferOutput<typeof workerSchema>;
