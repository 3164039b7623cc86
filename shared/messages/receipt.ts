import * as v from 'valibot';
import { replayCountsSchema } from './replay-request.ts';
import { selectionEntries } from './selection.ts';

/** What one run did. It is written when the run begins, and again at its end: of a run that died only the first is there. */
export const receiptSchema = v.object({
  v: v.literal(1),
  run: v.string(),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  finishedAt: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  finished: v.boolean(),
  request: v.object({
    ...selectionEntries,
    reason: v.optional(v.string()),
    limit: v.optional(v.number()),
    via: v.picklist(['table', 'queue']),
    /** Of a run of the probe: only those that wait for it are meant, whenever they failed. */
    destination: v.optional(v.string()),
    before: v.optional(v.string()),
  }),
  ...replayCountsSchema.entries,
  unfinished: v.optional(v.literal(true)),
  outcomes: v.array(
    v.object({
      /** `<worker>/<event id>` */
      id: v.string(),
      outcome: v.picklist(['replayed', 'skipped', 'failed']),
      because: v.optional(v.string()),
      until: v.optional(v.string()),
    }),
  ),
  /** Of the invocation: what to search the log of `replay`, or of `probe`, for. */
  requestId: v.string(),
});

export type Receipt = v.InferOutput<typeof receiptSchema>;

export const receiptKey = (run: string) => `replays/${run}.json`;
