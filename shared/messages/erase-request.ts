import * as v from 'valibot';
import { instantSchema } from './instant.ts';
import { whoSchema } from './receipt.ts';
import { reasonSchema, runIdentitySchema, runNameSchema } from './replay-request.ts';
import { filterEntries, selectionEntries, spanSchema } from './selection.ts';

const WAYS = ['ids', 'types', 'where'] as const;

const eraseSchema = v.pipe(
  v.strictObject({
    /** Chosen by whoever asks: the same request with the same name goes on where an earlier call ended. */
    erasure: v.optional(runNameSchema),
    identity: v.optional(runIdentitySchema),
    /** Only counts what would be erased. */
    dryRun: v.optional(v.boolean(), false),
    sources: v.unwrap(filterEntries.sources),
    types: filterEntries.types,
    where: filterEntries.where,
    ids: selectionEntries.ids,
    /** By when they were received. `until` left out: until the erasure began. */
    between: v.optional(spanSchema),
    /** Instead of ids, types and where: everything of these sources, of that time if one is said. */
    all: v.optional(v.literal(true)),
    reason: v.optional(reasonSchema),
    /** Of a dry run that ended early: `reached` of its answer. */
    after: v.optional(v.string()),
  }),
  v.check((asked) => {
    const isNarrowed = WAYS.some((way) => asked[way] !== undefined);
    return asked.all === undefined ? isNarrowed || asked.between !== undefined : !isNarrowed;
  }, 'says either all, or at least one of ids, types, between and where'),
  v.check(({ dryRun, reason }) => dryRun || reason !== undefined, 'needs a reason, unless it is a dry run'),
  v.check(({ dryRun, erasure }) => dryRun || erasure !== undefined, 'needs a name, unless it is a dry run'),
);

/** What the function `erase` is asked. */
export const eraseRequestSchema = v.strictObject({ erase: eraseSchema });

export type EraseRequest = v.InferInput<typeof eraseRequestSchema>;
export type Erase = v.InferOutput<typeof eraseSchema>;

const countSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What was erased, place by place; in a dry run what would be. */
export const erasedCountsSchema = v.object({
  events: countSchema,
  /** More than events where one was archived twice. */
  archiveLines: countSchema,
  results: countSchema,
  deadLetters: countSchema,
  claimChecks: countSchema,
  /** Entries that results of these events name: books, which stay. */
  entriesKept: countSchema,
  /** Signed bodies of arrays of which other events have yet to be cut: erase again once these are published. */
  bodiesKept: countSchema,
  /** Of several events in one dead letter only some may be meant: replay it, and erase again. */
  undecided: countSchema,
  /** Objects, lines and records that this code cannot read, and that stay. */
  unreadable: countSchema,
});

const answerEntries = {
  state: v.picklist(['running', 'unfinished', 'finished']),
  /** What was received at this instant or later is not meant. */
  before: v.string(),
  ...erasedCountsSchema.entries,
  /** A call died before it had told what it did: it may be more. */
  isAtLeast: v.optional(v.literal(true)),
  /** Of an unfinished one: how far it has come. */
  reached: v.optional(v.string()),
  /** How many messages wait on each queue, which nobody can search; of the finished one. */
  waiting: v.optional(v.record(v.string(), v.number())),
  /** Dead letters changed their state for as long as it looked: some may have been missed. */
  isUnsettled: v.optional(v.literal(true)),
};

export const eraseAnswerSchema = v.object({
  erasure: v.optional(v.string()),
  dryRun: v.optional(v.literal(true)),
  ...answerEntries,
});

/** What one erasure did. It says nothing of what was erased but the events' ids, each of which is a hash, on pages of their own. */
export const erasureReceiptSchema = v.object({
  v: v.literal(1),
  erasure: v.string(),
  who: whoSchema,
  reason: v.string(),
  startedAt: instantSchema,
  updatedAt: instantSchema,
  finishedAt: v.optional(instantSchema),
  /** Of `where` only its fields: what they were compared with is what somebody wanted to be forgotten. */
  selection: v.object({
    sources: v.array(v.string()),
    types: v.optional(v.array(v.string())),
    ids: v.optional(v.array(v.string())),
    between: v.optional(spanSchema),
    where: v.optional(v.string()),
    all: v.optional(v.literal(true)),
  }),
  /** Of the whole request, so that only the same one goes on. A finished one has none: whoever guessed could compare. */
  request: v.optional(v.object({ salt: v.string(), hmac: v.string() })),
  calls: countSchema,
  ...answerEntries,
});

export type ErasedCounts = v.InferOutput<typeof erasedCountsSchema>;
export type EraseAnswer = v.InferOutput<typeof eraseAnswerSchema>;
export type ErasureReceipt = v.InferOutput<typeof erasureReceiptSchema>;

export const ERASURES_PREFIX = 'erasures/';
export const erasureKey = (erasure: string) => `${ERASURES_PREFIX}${erasure}.json`;
/** The ids of some of its events, written before anything of them is erased, and kept for ever. */
export const erasedIdsKey = (erasure: string, page: string) => `${ERASURES_PREFIX}${erasure}/${page}.json`;

/** Events of one source and one hour that were erased, and where their bytes may lie besides. */
const erasedEventsSchema = v.object({
  source: v.string(),
  /** At some time of that hour. */
  receivedAt: v.string(),
  ids: v.array(v.string()),
  claimChecks: v.array(v.string()),
  /** Of arrays: other events may have been cut from the same. */
  signedBodies: v.array(v.string()),
});

export type ErasedEvents = v.InferOutput<typeof erasedEventsSchema>;

/** By it a later erasure finds what workers made of them after this one. */
export const erasedPageSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ v: v.literal(1), events: v.array(erasedEventsSchema) }),
);

/** A month, for two queues of 14 days each; no erasure has a name with an underscore. Its lifecycle rule is in retention.cjs. */
export const ERASED_AGAIN_PREFIX = `${ERASURES_PREFIX}_again/`;
export const againPrefix = (erasure: string) => `${ERASED_AGAIN_PREFIX}${erasure}/`;
