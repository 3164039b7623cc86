import * as v from 'valibot';
import { deadLetterSchema, deadLetterStateSchema, deadLetterSummarySchema } from './dead-letter.ts';
import { ONE_WAY, saysOneWay, selectionEntries } from './selection.ts';

/** A summary takes 6 KB at the worst, and Lambda answers with 6 MB at the most. */
export const LISTED_MAX = 500;

const listSchema = v.pipe(
  v.strictObject({
    ...selectionEntries,
    /** Left out: `open`. */
    state: v.optional(deadLetterStateSchema, 'open'),
    limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LISTED_MAX)), 50),
    /** `cursor` of the answer before. */
    cursor: v.optional(v.string()),
    /** By when they failed last, of each fingerprint for itself; left out: oldest first. */
    newestFirst: v.optional(v.boolean(), false),
  }),
  v.check((selection) => saysOneWay(selection), ONE_WAY),
);

const countSchema = v.pipe(
  v.strictObject({ ...selectionEntries, state: v.optional(deadLetterStateSchema, 'open') }),
  v.check((selection) => saysOneWay(selection), ONE_WAY),
);

const showSchema = v.strictObject({
  /** `<worker>/<event id>`, or an event id alone for every worker's. */
  id: v.pipe(v.string(), v.minLength(1)),
  /** The message itself, as the worker would see it, only if asked for. */
  body: v.optional(v.literal(true)),
});

/** What the function `inspect` is asked: exactly one of the three. */
export const inspectRequestSchema = v.pipe(
  v.strictObject({ list: v.optional(listSchema), count: v.optional(countSchema), show: v.optional(showSchema) }),
  v.check((request) => Object.keys(request).length === 1, 'says exactly one of list, count and show'),
);

export type InspectRequest = v.InferInput<typeof inspectRequestSchema>;
export type ListRequest = v.InferOutput<typeof listSchema>;
export type CountRequest = v.InferOutput<typeof countSchema>;
export type ShowRequest = v.InferOutput<typeof showSchema>;

/** How many are left out because this code cannot read them; those of a newer version a newer deploy can. */
const unreadableSchema = v.optional(v.number());

export const listAnswerSchema = v.object({
  deadLetters: v.array(deadLetterSummarySchema),
  unreadable: unreadableSchema,
  /** There may be more behind it. */
  cursor: v.optional(v.string()),
});

export const countAnswerSchema = v.object({ count: v.number() });

/** One dead letter as it is shown: its message's attributes always, its body if asked for. */
export const shownDeadLetterSchema = v.object({
  ...deadLetterSchema.entries,
  body: v.optional(v.string()),
  /** Bytes of the body, in UTF-8. */
  bodyBytes: v.number(),
});

export const showAnswerSchema = v.object({
  deadLetters: v.array(shownDeadLetterSchema),
  unreadable: unreadableSchema,
});

export type ListAnswer = v.InferOutput<typeof listAnswerSchema>;
export type CountAnswer = v.InferOutput<typeof countAnswerSchema>;
export type ShownDeadLetter = v.InferOutput<typeof shownDeadLetterSchema>;
export type ShowAnswer = v.InferOutput<typeof showAnswerSchema>;
