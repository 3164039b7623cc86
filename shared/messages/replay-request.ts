import * as v from 'valibot';
import { ONE_WAY, saysOneWay, selectionEntries } from './selection.ts';

/** What the function `replay` is asked. */
export const replayRequestSchema = v.pipe(
  v.strictObject({
    ...selectionEntries,
    /** Only tells what would be replayed. */
    dryRun: v.optional(v.boolean(), false),
    /** At most so many are sent. */
    limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    /** Why, for the receipt. */
    reason: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(1000))),
    /** `queue` empties the dead-letter queue itself: while the keeper is paused its dead letters are in no table. */
    via: v.optional(v.picklist(['table', 'queue']), 'table'),
    /**
     * Only those that failed last before then; left out: before now. Whoever continues an unfinished run gives the `before`
     * of its answer, else what failed again meanwhile would be sent once more.
     */
    before: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  }),
  v.check((selection) => saysOneWay(selection), ONE_WAY),
  v.check(({ dryRun, reason }) => dryRun || reason !== undefined, 'needs a reason, unless it is a dry run'),
  v.check(
    ({ dryRun, via, all }) => !dryRun || via === 'table' || all === true,
    'a dry run via the queue can only count all of it: SQS shows no message without hiding it',
  ),
);

export type ReplayRequest = v.InferInput<typeof replayRequestSchema>;
export type CheckedReplayRequest = v.InferOutput<typeof replayRequestSchema>;

const countSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

export const replayCountsSchema = v.object({
  matched: countSchema,
  /** In a dry run: would be. */
  replayed: countSchema,
  skipped: countSchema,
  failed: countSchema,
  /** Reason → how many. */
  skippedBecause: v.optional(v.record(v.string(), v.number())),
  failedBecause: v.optional(v.record(v.string(), v.number())),
});

export const replayAnswerSchema = v.object({
  /** Names the receipt, `replays/<run>.json`; a dry run has none. */
  run: v.optional(v.string()),
  dryRun: v.optional(v.literal(true)),
  ...replayCountsSchema.entries,
  /** Of a dry run: ids of some that would be replayed, or of all where they are few. */
  sample: v.optional(v.array(v.string())),
  /** Event ids or fingerprints that were named, and that no dead letter has; via `queue`: that none has that waits there. */
  notThere: v.optional(v.array(v.string())),
  /** The counts are SQS's own estimate. */
  isApproximate: v.optional(v.literal(true)),
  /** There may be more: its time was over. Ask again with the same `before`. */
  unfinished: v.optional(v.literal(true)),
  before: v.string(),
});

export type ReplayCounts = v.InferOutput<typeof replayCountsSchema>;
export type ReplayAnswer = v.InferOutput<typeof replayAnswerSchema>;
