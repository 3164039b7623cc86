import * as v from 'valibot';
import { asciiJson } from './ascii-json.ts';
import { bodySchema } from './body.ts';
import { readVersioned } from './read-versioned.ts';

/** One event of a delivery; `pointer` (RFC 6901) says where it stands in the body of a sender that posts arrays. */
export const listedEventSchema = v.object({
  id: v.string(),
  type: v.string(),
  senderEventId: v.optional(v.string()),
  pointer: v.optional(v.string()),
});

/** One verified webhook, its signed bytes untouched: what ingest puts on the deliveries queue. */
export const deliverySchema = v.object({
  v: v.literal(1),
  id: v.string(),
  senderEventId: v.optional(v.string()),
  source: v.string(),
  provider: v.string(),
  /** When ingest took it, ISO 8601 in UTC with milliseconds. */
  receivedAt: v.pipe(v.string(), v.isoTimestamp()),
  /** Only those that the provider's description lists, names in lower case. */
  headers: v.record(v.string(), v.string()),
  contentType: v.string(),
  /** Only where the source is not kept for as long as the stage keeps the others. */
  retentionDays: v.optional(v.number()),
  body: bodySchema,
  /** At most LISTED_EVENTS_MAX; a larger delivery is several messages with the same id and body. */
  events: v.pipe(v.array(listedEventSchema), v.minLength(1)),
});

export type ListedEvent = v.InferOutput<typeof listedEventSchema>;
export type Delivery = v.InferOutput<typeof deliverySchema>;

/** An unbounded list would outgrow both an SQS message and the time dispatch has for publishing it. */
export const LISTED_EVENTS_MAX = 500;

export const writeDelivery = (delivery: Delivery): string => asciiJson(delivery);

/** @throws {RetryLater} for a newer version than this code knows; an ordinary error for anything that is no delivery. */
export const readDelivery = (text: string): Delivery => readVersioned('delivery', deliverySchema, text);
