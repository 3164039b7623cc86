import * as v from 'valibot';

/** One worker as its row has it; `dispatch` is the step that publishes events. */
export const workerAboutSchema = v.object({
  name: v.string(),
  /** Short names, as everything of a stage is called `<service>-<stage>-<short name>`. */
  function: v.string(),
  queue: v.string(),
  deadLetterQueue: v.string(),
  impact: v.optional(v.string()),
  types: v.optional(v.array(v.string())),
  sources: v.optional(v.array(v.string())),
  resultsPrefix: v.optional(v.string()),
});

export const aboutAnswerSchema = v.object({
  service: v.string(),
  stage: v.string(),
  region: v.string(),
  /** In flow order, `dispatch` first. */
  workers: v.array(workerAboutSchema),
  /** After so many replays an event is quarantined. */
  replaysMax: v.number(),
  /** How long the stage keeps what a source says nothing about, and what sources may say; older versions do not tell. */
  retentionDays: v.optional(v.number()),
  retentionDaysOffered: v.optional(v.array(v.number())),
  /** Where sources and offered secrets lie, and in front of which senders post to `/webhooks/<source>`; older versions do not tell. */
  configBucket: v.optional(v.string()),
  webhooksUrl: v.optional(v.string()),
  /** Of how many deliveries the log names the good ends; older versions name all of them. */
  logSampleRate: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});

export type WorkerAbout = v.InferOutput<typeof workerAboutSchema>;
export type AboutAnswer = v.InferOutput<typeof aboutAnswerSchema>;
