import * as v from 'valibot';
import { failureClassSchema } from './failure.ts';
import { instantSchema } from './instant.ts';

/** Of one request; a list that is longer is several. */
const IDS_MAX = 10_000;
const NAMES_MAX = 100;
const EXPRESSION_LENGTH_MAX = 1000;

const listOf = (lengthMax: number) =>
  v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1), v.maxLength(lengthMax));

/** A span of time: from `from` on, and before `until`; what is left out has no bound. */
export const spanSchema = v.strictObject({ from: v.optional(instantSchema), until: v.optional(instantSchema) });

const wholeSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What narrows down whatever is chosen from: all of them must hold. */
export const filterEntries = {
  sources: v.optional(listOf(NAMES_MAX)),
  types: v.optional(listOf(NAMES_MAX)),
  /** JMESPath over the event's body as JSON, true where its value is what JMESPath calls true. https://jmespath.org/specification.html */
  where: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(EXPRESSION_LENGTH_MAX))),
};

export const selectionEntries = {
  /** A worker, or `dispatch`. */
  from: v.pipe(v.string(), v.minLength(1)),
  /** Event ids. */
  ids: v.optional(listOf(IDS_MAX)),
  /** Delivery ids: all events of each. */
  deliveries: v.optional(listOf(NAMES_MAX)),
  fingerprints: v.optional(listOf(NAMES_MAX)),
  classes: v.optional(v.pipe(v.array(failureClassSchema), v.minLength(1))),
  /** By when they failed last. */
  between: v.optional(spanSchema),
  /** How often they were tried before they became dead letters. */
  attempts: v.optional(v.strictObject({ min: v.optional(wholeSchema), max: v.optional(wholeSchema) })),
  ...filterEntries,
  /** Instead of everything above but `from`. */
  all: v.optional(v.literal(true)),
};

type Said = Readonly<Record<string, unknown>>;

const WAYS = ['ids', 'deliveries', 'fingerprints', 'classes', 'between', 'attempts', 'sources', 'types', 'where'];

/** Nobody selects all by leaving something out. */
export const saysWhich = (selection: Said): boolean =>
  (selection['all'] !== undefined) !== WAYS.some((way) => selection[way] !== undefined);

export const SAY_WHICH = `says either all, or at least one of ${WAYS.slice(0, -1).join(', ')} and ${WAYS.at(-1)}`;

/** Which dead letters of one worker are meant: those for which everything that is said holds. */
export const selectionSchema = v.pipe(
  v.strictObject(selectionEntries),
  v.check((selection) => saysWhich(selection), SAY_WHICH),
);

export type Selection = v.InferOutput<typeof selectionSchema>;
export type Span = v.InferOutput<typeof spanSchema>;
export type Filter = Pick<Selection, 'sources' | 'types' | 'where'>;
