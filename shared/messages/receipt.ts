import * as v from 'valibot';
import { runCountsSchema, runRequestSchema, runStateSchema } from './replay-request.ts';

const instantSchema = v.pipe(v.string(), v.isoTimestamp());

/** Proven by AWS, or known only as an invocation whose caller CloudTrail names. */
export const whoSchema = v.union([
  v.object({ arn: v.string(), account: v.string() }),
  v.object({ unproven: v.literal(true), requestId: v.string() }),
]);

/** What one run did. It is written when the run begins, as it goes on, and at its end. */
export const receiptSchema = v.object({
  v: v.literal(1),
  run: v.string(),
  state: runStateSchema,
  request: runRequestSchema,
  /** Whoever started it. */
  who: whoSchema,
  startedAt: instantSchema,
  /** When this was written. A run that says `running` and has long said nothing has died; `resume` goes on. */
  updatedAt: instantSchema,
  finishedAt: v.optional(instantSchema),
  aborted: v.optional(v.object({ at: instantSchema, reason: v.string(), who: whoSchema })),
  ...runCountsSchema.entries,
  notThere: v.optional(v.array(v.string())),
  /** Behind this place an invocation that goes on begins to look: all before it that is meant has its outcome. */
  reached: v.optional(v.string()),
  /** How long it stood back for live traffic, all pauses together. */
  pausedMs: v.optional(v.number()),
  /** Up to which number there are pages of outcomes, from 1 on; of a run that is not over one before it may be missing. */
  pages: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Of each invocation, and who asked for it: what to search the log for. */
  invocations: v.array(v.object({ requestId: v.string(), who: whoSchema, startedAt: instantSchema })),
});

/** What became of one dead letter, or of one archived event. */
export const runOutcomeSchema = v.object({
  /** `<worker>/<event id>` */
  id: v.string(),
  /** `unknown` a call began with it and died: nobody can tell. If it is met again, its outcome on a later page counts instead. */
  outcome: v.picklist(['replayed', 'discarded', 'skipped', 'failed', 'unknown']),
  /** Of what was replayed only where that was forced: what else it would have been skipped for. */
  because: v.optional(v.string()),
  /** From when on it is no longer skipped, where that is known. */
  until: v.optional(v.string()),
});

/** One page of a run's outcomes: `replay-outcomes/<run>/<page>.json`. */
export const outcomePageSchema = v.object({ v: v.literal(1), outcomes: v.array(runOutcomeSchema) });

export type Who = v.InferOutput<typeof whoSchema>;
export type Receipt = v.InferOutput<typeof receiptSchema>;
export type RunOutcome = v.InferOutput<typeof runOutcomeSchema>;

export const RECEIPTS_PREFIX = 'replays/';
export const receiptKey = (run: string) => `${RECEIPTS_PREFIX}${run}.json`;

/** Apart from the receipts, so that these alone can be listed. */
export const outcomesPrefix = (run: string) => `replay-outcomes/${run}/`;
const PAGE_DIGITS = 6;
export const outcomePageKey = (run: string, page: number) =>
  `${outcomesPrefix(run)}${String(page).padStart(PAGE_DIGITS, '0')}.json`;
