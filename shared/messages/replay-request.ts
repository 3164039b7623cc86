import * as v from 'valibot';
import { failureClassSchema } from './failure.ts';
import { instantSchema } from './instant.ts';
import { RUN_NAME } from './replay-mark.ts';
import { filterEntries, SAY_WHICH, saysWhich, selectionEntries, spanSchema } from './selection.ts';

export const reasonSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(1000));
/** The longest that the queues of a worker take in a second from one run. */
const PER_SECOND_MAX = 10_000;

/** Chosen by whoever asks, so that a call whose answer was lost is asked again and goes on with the same run. */
export const runNameSchema = v.pipe(v.string(), v.regex(RUN_NAME, 'is no name of a run'));

/**
 * A presigned GetCallerIdentity: who it proves is written into the receipt; without one the run is `unproven`.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const runIdentitySchema = v.strictObject({ url: v.string(), headers: v.record(v.string(), v.string()) });

/** What every run may be asked, whatever it does. */
const runEntries = {
  run: v.optional(runNameSchema),
  identity: v.optional(runIdentitySchema),
  /** Only tells what would be done. */
  dryRun: v.optional(v.boolean(), false),
  /** At most so many are done; those that are skipped do not count. */
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Why, for the receipt. */
  reason: v.optional(reasonSchema),
  /** How many its dry run met, for the receipt: of a run that ends early it tells how many were not reached. */
  foreseen: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
};

const sendEntries = {
  ...runEntries,
  /** At most so many are sent in a second; left out: as fast as it goes. */
  perSecond: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(PER_SECOND_MAX))),
  /** A new effect on purpose, although the event has its result, was closed, or was replayed too often. */
  force: v.optional(v.literal(true)),
};

const NEEDS_REASON = 'needs a reason, unless it is a dry run';
const hasReason = ({ dryRun, reason }: { readonly dryRun: boolean; readonly reason?: string | undefined }) =>
  dryRun || reason !== undefined;

/** Sends dead letters back to their worker. */
const replaySchema = v.pipe(
  v.strictObject({
    ...selectionEntries,
    ...sendEntries,
    /** `queue` empties the dead-letter queue itself: while the keeper is paused its dead letters are in no table. */
    via: v.optional(v.picklist(['table', 'queue']), 'table'),
    /** Only those that failed last before then; left out: before the run began. */
    before: v.optional(instantSchema),
  }),
  v.check((selection) => saysWhich(selection), SAY_WHICH),
  v.check((asked) => hasReason(asked), NEEDS_REASON),
  v.check(
    ({ dryRun, via, all }) => !dryRun || via === 'table' || all === true,
    'a dry run via the queue can only count all of it: SQS shows no message without hiding it',
  ),
  v.check(({ via, force }) => via === 'table' || force === undefined, 'cannot force what it takes from the queue'),
);

/** Sends archived events to one worker: those received in a span of time, and for which the rest holds too. */
const backfillSchema = v.pipe(
  v.strictObject({
    ...sendEntries,
    ...filterEntries,
    /** The worker that gets them. */
    to: v.pipe(v.string(), v.minLength(1)),
    /** By when they were received. `until` left out: until the run began. */
    between: v.required(spanSchema, ['from']),
    ids: selectionEntries.ids,
    /** Also events that the worker's row does not subscribe it to. */
    unsubscribed: v.optional(v.literal(true)),
  }),
  v.check((asked) => hasReason(asked), NEEDS_REASON),
);

/** Closes dead letters for good: the record stays, and no later run sends it unless forced. */
const discardSchema = v.pipe(
  v.strictObject({ ...selectionEntries, ...runEntries, before: v.optional(instantSchema) }),
  v.check((selection) => saysWhich(selection), SAY_WHICH),
  v.check((asked) => hasReason(asked), NEEDS_REASON),
);

const resumeSchema = v.strictObject({ run: runNameSchema, identity: v.optional(runIdentitySchema) });

const abortSchema = v.strictObject({
  run: runNameSchema,
  reason: reasonSchema,
  identity: v.optional(runIdentitySchema),
});

/** What the function `replay` is asked: exactly one of the five. */
export const replayRequestSchema = v.pipe(
  v.strictObject({
    replay: v.optional(replaySchema),
    backfill: v.optional(backfillSchema),
    discard: v.optional(discardSchema),
    /** Goes on with a run that ended before it was done. */
    resume: v.optional(resumeSchema),
    /** Ends a run; what it has sent stays sent. */
    abort: v.optional(abortSchema),
  }),
  v.check(
    (request) => Object.keys(request).length === 1,
    'says exactly one of replay, backfill, discard, resume and abort',
  ),
);

export type ReplayRequest = v.InferInput<typeof replayRequestSchema>;
export type CheckedReplayRequest = v.InferOutput<typeof replayRequestSchema>;
/** What may be asked of each, and as it is checked. */
export type Replay = v.InferOutput<typeof replaySchema>;
export type Backfill = v.InferOutput<typeof backfillSchema>;
export type Discard = v.InferOutput<typeof discardSchema>;
export type Abort = v.InferOutput<typeof abortSchema>;
export type Resume = v.InferOutput<typeof resumeSchema>;
export type Identity = v.InferOutput<typeof runIdentitySchema>;

/** What a run was asked, as its receipt keeps it. */
export const runRequestSchema = v.variant('kind', [
  v.object({ kind: v.literal('replay'), ...omitRun(replaySchema.entries) }),
  v.object({ kind: v.literal('backfill'), ...omitRun(backfillSchema.entries) }),
  v.object({ kind: v.literal('discard'), ...omitRun(discardSchema.entries) }),
  /** Of the function `probe`: those that wait for a destination, or the one that it is tried with. */
  v.object({
    kind: v.literal('probe'),
    from: v.string(),
    destination: v.string(),
    ids: selectionEntries.ids,
    reason: v.optional(v.string()),
  }),
]);

function omitRun<Entries extends Record<'run' | 'identity' | 'dryRun', unknown>>(entries: Entries) {
  const { run: _, identity: __, dryRun: ___, ...rest } = entries;
  return rest;
}

export type RunRequest = v.InferOutput<typeof runRequestSchema>;

const countSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

export const runCountsSchema = v.object({
  matched: countSchema,
  /** Sent, or discarded; in a dry run: would be. */
  succeeded: countSchema,
  skipped: countSchema,
  failed: countSchema,
  /** Reason → how many. */
  skippedBecause: v.optional(v.record(v.string(), v.number())),
  failedBecause: v.optional(v.record(v.string(), v.number())),
  /** Begun by a call that died, and nobody can tell what became of them; they count against the limit. Left out: none. */
  unknown: v.optional(countSchema),
  unknownBecause: v.optional(v.record(v.string(), v.number())),
});

/** One of those that a dry run found, as an operator reads it before answering a question. */
export const foreseenSchema = v.object({
  /** `<worker>/<event id>` */
  id: v.string(),
  source: v.optional(v.string()),
  type: v.optional(v.string()),
  failure: v.optional(v.object({ class: failureClassSchema, name: v.string(), message: v.string() })),
});

/** `unfinished` there may be more: its time was over, and `resume` goes on. */
export const runStateSchema = v.picklist(['running', 'unfinished', 'finished', 'aborted']);

export const replayAnswerSchema = v.object({
  /** Names the receipt; a dry run has none. */
  run: v.optional(v.string()),
  dryRun: v.optional(v.literal(true)),
  state: runStateSchema,
  ...runCountsSchema.entries,
  /** How far through the archive or the dead letters it has looked, where its time was over before it had seen all. */
  reached: v.optional(v.string()),
  /** Of a dry run: the first of those that would be done. */
  sample: v.optional(v.array(foreseenSchema)),
  /** Event ids, delivery ids or fingerprints that were named, and that no dead letter has; via `queue`: that none has that waits there. */
  notThere: v.optional(v.array(v.string())),
  /** The counts are SQS's own estimate. */
  isApproximate: v.optional(v.literal(true)),
  /** Of a dry run that ended before it had seen all: counts are those so far. */
  isPartial: v.optional(v.literal(true)),
  /** Whoever acts upon a dry run gives it back, so that nothing is meant that came later. */
  before: v.optional(v.string()),
});

export type RunCounts = v.InferOutput<typeof runCountsSchema>;
export type RunState = v.InferOutput<typeof runStateSchema>;
export type Foreseen = v.InferOutput<typeof foreseenSchema>;
export type ReplayAnswer = v.InferOutput<typeof replayAnswerSchema>;
