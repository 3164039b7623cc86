import * as v from 'valibot';

/** What a worker made of an event, as it is kept. */
export const resultSchema = v.object({
  v: v.literal(1),
  eventId: v.string(),
  worker: v.string(),
  workerVersion: v.string(),
  /** ISO 8601 in UTC with milliseconds. */
  finishedAt: v.pipe(v.string(), v.isoTimestamp()),
  /** As of its event. */
  retentionDays: v.optional(v.number()),
  /** Of the trace that began with the request. */
  traceparent: v.exactOptional(v.string()),
  /** What the worker returned: plain JSON. */
  value: v.unknown(),
});

export type Result = v.InferOutput<typeof resultSchema>;
