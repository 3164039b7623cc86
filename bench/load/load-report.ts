import * as v from 'valibot';

export const loadSpecSchema = v.object({
  /** Of the pipeline's front, on this machine. */
  port: v.number(),
  count: v.number(),
  bytes: v.number(),
  connections: v.number(),
  /** Left out: as fast as answers come. */
  perSecond: v.optional(v.number()),
});
export type LoadSpec = v.InferOutput<typeof loadSpecSchema>;

export const loadReportSchema = v.object({
  accepted: v.number(),
  /** Answers with another status, by it. */
  others: v.record(v.string(), v.number()),
  /** From the first request to the last answer. */
  seconds: v.number(),
  /** Of each answer: from the moment its request was due, so that one that had to wait for its turn counts the wait. */
  answerMs: v.array(v.number()),
  /** Delivery id → when its request was due, in milliseconds since 1970. */
  dueAt: v.record(v.string(), v.number()),
  /** Of the sender itself, while it sent. */
  cpuMs: v.number(),
});
export type LoadReport = v.InferOutput<typeof loadReportSchema>;
