import * as v from 'valibot';
import { deadLetterSchema, deadLetterStateSchema, deadLetterSummarySchema } from './dead-letter.ts';
import { failureClassSchema } from './failure.ts';
import { instantSchema } from './instant.ts';
import { receiptSchema, runOutcomeSchema } from './receipt.ts';
import { runNameSchema } from './replay-request.ts';
import { SAY_WHICH, saysWhich, selectionEntries } from './selection.ts';
import { sentSinceSchema } from './sent-since.ts';
import { traceSchema } from './trace.ts';

export { aboutAnswerSchema, type AboutAnswer, type WorkerAbout } from './about-answer.ts';

/** A summary takes 6 KB at the worst, and Lambda answers with 6 MB at the most. */
export const LISTED_MAX = 500;
const TEXT_LENGTH_MAX = 200;

const limitOf = (atOnce: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LISTED_MAX)), atOnce);

/** `cursor` of the answer before. */
const cursorSchema = v.optional(v.string());

const { from: _, ...choiceEntries } = selectionEntries;

const listedEntries = {
  ...choiceEntries,
  /** A worker, or `dispatch`; left out: everyone's. */
  from: v.optional(selectionEntries.from),
  /** Left out: `open`. */
  state: v.optional(deadLetterStateSchema, 'open'),
  /** Occurs in an id, the source, the type, or the failure's name or message, whatever its case. */
  text: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(TEXT_LENGTH_MAX))),
};

const listSchema = v.pipe(
  v.strictObject({
    ...listedEntries,
    limit: limitOf(50),
    cursor: cursorSchema,
    /** By when they failed last; left out: oldest first. */
    newestFirst: v.optional(v.boolean(), false),
  }),
  v.check(({ text, ...selection }) => text !== undefined || saysWhich(selection), SAY_WHICH),
);

const countSchema = v.pipe(
  v.strictObject({ ...listedEntries, cursor: cursorSchema }),
  v.check(({ text, ...selection }) => text !== undefined || saysWhich(selection), SAY_WHICH),
);

const showSchema = v.strictObject({
  /** `<worker>/<event id>`, or an event id alone for every worker's. */
  id: v.pipe(v.string(), v.minLength(1)),
  /** The message itself, as the worker would see it, only if asked for; redacted by policy. */
  body: v.optional(v.literal(true)),
  /** Without the policy's redactions; that somebody asked for it is logged. */
  reveal: v.optional(v.literal(true)),
});

const groupsSchema = v.strictObject({
  from: v.optional(selectionEntries.from),
  state: v.optional(deadLetterStateSchema, 'open'),
  cursor: cursorSchema,
});

const runsSchema = v.strictObject({ limit: limitOf(20), cursor: cursorSchema });

const runSchema = v.strictObject({
  run: runNameSchema,
  /** With this page of its outcomes, from 1 on. */
  page: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** With what became since of those it has sent, from this page of its outcomes on. */
  sinceOfPage: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

const traceRequestSchema = v.strictObject({
  /** A delivery's, an event's or the sender's own event id. */
  id: v.pipe(v.string(), v.minLength(1)),
  /** When it was received, or when to look for it, where that is known: the archive is kept by the hour. Left out: the hours before now. */
  near: v.optional(instantSchema),
  /** How many hours of the archive are searched at most, from `near` (or now) backwards. */
  hours: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(24 * 31)), 24),
  /** The single event of the delivery, where it is known: then only what it can have come to is looked at, and not the archive of hours. */
  event: v.optional(v.strictObject({ source: v.pipe(v.string(), v.minLength(1)), type: v.string() })),
});

/** What the function `inspect` is asked: exactly one of them. */
export const inspectRequestSchema = v.pipe(
  v.strictObject({
    list: v.optional(listSchema),
    count: v.optional(countSchema),
    show: v.optional(showSchema),
    groups: v.optional(groupsSchema),
    runs: v.optional(runsSchema),
    run: v.optional(runSchema),
    trace: v.optional(traceRequestSchema),
    about: v.optional(v.strictObject({})),
  }),
  v.check(
    (request) => Object.keys(request).length === 1,
    'says exactly one of list, count, show, groups, runs, run, trace and about',
  ),
);

export type InspectRequest = v.InferInput<typeof inspectRequestSchema>;
export type ListRequest = v.InferOutput<typeof listSchema>;
export type CountRequest = v.InferOutput<typeof countSchema>;
export type ShowRequest = v.InferOutput<typeof showSchema>;
export type GroupsRequest = v.InferOutput<typeof groupsSchema>;
export type RunsRequest = v.InferOutput<typeof runsSchema>;
export type RunRequestOfInspect = v.InferOutput<typeof runSchema>;
export type TraceRequest = v.InferOutput<typeof traceRequestSchema>;

/** How many are left out because this code cannot read them; those of a newer version a newer deploy can. */
const unreadableSchema = v.optional(v.number());

/** There may be more behind it: the page is full, or the time of one call was over. */
const nextSchema = v.optional(v.string());

export const listAnswerSchema = v.object({
  deadLetters: v.array(deadLetterSummarySchema),
  unreadable: unreadableSchema,
  cursor: nextSchema,
});

/** With a cursor it is the count so far, and whoever asks adds up. */
export const countAnswerSchema = v.object({ count: v.number(), cursor: nextSchema });

/** One dead letter as it is shown: its message's attributes always, its body if asked for. */
export const shownDeadLetterSchema = v.object({
  ...deadLetterSchema.entries,
  body: v.optional(v.string()),
  /** Bytes of the event's own body, those that were signed; of a message that is no event of ours, its own in UTF-8. */
  bodyBytes: v.number(),
  /** The event's own body as text, when the body was asked for and is text: decoded, and redacted as `body` is. */
  eventBody: v.optional(v.string()),
  /** Paths and headers that the policy has hidden. */
  redacted: v.optional(v.array(v.string())),
  /** Why not all of what was asked for is here: a sentence. */
  withheld: v.optional(v.string()),
});

export const showAnswerSchema = v.object({
  deadLetters: v.array(shownDeadLetterSchema),
  unreadable: unreadableSchema,
});

/** Dead letters of one worker that failed for the same reason. */
export const groupSchema = v.object({
  worker: v.string(),
  fingerprint: v.string(),
  count: v.number(),
  /** When one of them was tried for the first time, and when one failed last: replays in between change only the latter. */
  firstAt: v.string(),
  lastAt: v.string(),
  /** The newest of them, with its reason. */
  sample: v.optional(
    v.object({
      id: v.string(),
      class: failureClassSchema,
      name: v.string(),
      message: v.string(),
      destination: v.optional(v.string()),
    }),
  ),
  /** Who is hurt: source → how many, and type → how many; those beyond the largest twenty together under `other`. */
  sources: v.record(v.string(), v.number()),
  types: v.record(v.string(), v.number()),
  /** What it means for people while these wait: the row's own words. */
  impact: v.optional(v.string()),
});

/** With a cursor some groups may come again with further counts, and whoever asks adds up. */
export const groupsAnswerSchema = v.object({ groups: v.array(groupSchema), cursor: nextSchema });

/** Newest first. */
export const runsAnswerSchema = v.object({
  runs: v.array(receiptSchema),
  unreadable: unreadableSchema,
  cursor: nextSchema,
});

export const runAnswerSchema = v.object({
  run: receiptSchema,
  outcomes: v.optional(v.array(runOutcomeSchema)),
  since: v.optional(sentSinceSchema),
  /** Where the time of one call was over: the page from which on `since` goes on, and whoever asks adds up. */
  nextPage: v.optional(v.number()),
});

export const traceAnswerSchema = v.object({ trace: v.optional(traceSchema) });

export type ListAnswer = v.InferOutput<typeof listAnswerSchema>;
export type CountAnswer = v.InferOutput<typeof countAnswerSchema>;
export type ShownDeadLetter = v.InferOutput<typeof shownDeadLetterSchema>;
export type ShowAnswer = v.InferOutput<typeof showAnswerSchema>;
export type Group = v.InferOutput<typeof groupSchema>;
export type GroupsAnswer = v.InferOutput<typeof groupsAnswerSchema>;
export type RunsAnswer = v.InferOutput<typeof runsAnswerSchema>;
export type RunAnswer = v.InferOutput<typeof runAnswerSchema>;
export type TraceAnswer = v.InferOutput<typeof traceAnswerSchema>;
