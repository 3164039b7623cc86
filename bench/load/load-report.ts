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
  /** Answers that were neither accepted nor asked to come again, by their status. */
  others: v.record(v.string(), v.number()),
  /** How often one was refused with Retry-After and sent again, as every sender does that the providers describe. */
  sentAgain: v.number(),
  /** From the first request to the last answer. */
  seconds: v.number(),
  /**
   * Of each answer that was not to come again: from the moment its request was due, so that one that had to wait for its turn, or to
   * come again, counts the wait.
   */
  answerMs: v.array(v.number()),
  /** Delivery id → when its request was due, in milliseconds since 1970. */
  dueAt: v.record(v.string(), v.number()),
  /** Of the sender itself, while it sent. */
  cpuMs: v.number(),
});
export type LoadReport = v.InferOutput<typeof loadReportSchema>;
