import * as v from 'valibot';

/**
 * Something that is known to have happened to a delivery. `received` ingest accepted it · `spilled` it waited in the bucket ·
 * `published` dispatch handed the event to the topic · `attempt` a worker began with it · `failed` that attempt failed, and
 * the event comes again · `result` the worker's result is stored · `dead-letter` it failed for good · `replayed` and
 * `discarded` an operator's run acted on it · `archived` it lies in the archive.
 */
export const tracePointKindSchema = v.picklist([
  'received',
  'spilled',
  'published',
  'attempt',
  'failed',
  'result',
  'dead-letter',
  'replayed',
  'discarded',
  'archived',
]);

/** Of what has the same time: in the order in which such things come. */
export const byKind = ({ kind: one }: Pick<TracePoint, 'kind'>, { kind: other }: Pick<TracePoint, 'kind'>): number =>
  KINDS_IN_ORDER.indexOf(one) - KINDS_IN_ORDER.indexOf(other);

const KINDS_IN_ORDER: readonly v.InferOutput<typeof tracePointKindSchema>[] = [
  'received',
  'spilled',
  'published',
  'attempt',
  'failed',
  'dead-letter',
  'replayed',
  'discarded',
  'archived',
  'result',
];

export const tracePointSchema = v.object({
  kind: tracePointKindSchema,
  /** Left out where only the order is known. ISO 8601, UTC, with milliseconds. */
  at: v.optional(v.string()),
  /** `ingest`, `dispatch` or the worker that it is about. */
  stage: v.string(),
  eventId: v.optional(v.string()),
  /** One sentence part for people: `the first`, `gave-up: 404 Not Found`, `run 0199…: S3 is back`. */
  detail: v.optional(v.string()),
  /** Where it can be looked at: the key of an object. */
  key: v.optional(v.string()),
  run: v.optional(v.string()),
  requestId: v.optional(v.string()),
  /** From what it is known. */
  from: v.picklist(['archive', 'marker', 'result', 'dead-letter', 'receipt', 'log']),
});

/** Where one event stands with one worker. `waiting` between two known points: on a queue, or being worked on. */
export const traceStandSchema = v.object({
  worker: v.string(),
  eventId: v.string(),
  state: v.picklist([
    'waiting',
    'result',
    'dead-letter',
    'replayed',
    'discarded',
    'quarantined',
    'not-subscribed',
    'unknown',
  ]),
});

/** One delivery from the request to each worker's end, as far as it is known. */
export const traceSchema = v.object({
  delivery: v.object({
    id: v.string(),
    source: v.optional(v.string()),
    provider: v.optional(v.string()),
    senderEventId: v.optional(v.string()),
    receivedAt: v.optional(v.string()),
  }),
  events: v.array(v.object({ id: v.string(), type: v.optional(v.string()) })),
  stands: v.array(traceStandSchema),
  /** In the order of their times. */
  points: v.array(tracePointSchema),
  /** What could not be looked at, and why: sentences. */
  gaps: v.array(v.string()),
});

export type TracePoint = v.InferOutput<typeof tracePointSchema>;
export type TraceStand = v.InferOutput<typeof traceStandSchema>;
export type Trace = v.InferOutput<typeof traceSchema>;
